package dev.lifeguard.gui.common;

/// In which units amounts of memory are told (IEC 80000-13).
public enum MemoryUnits {
  /// KiB, MiB, GiB: powers of 1024.
  BINARY,
  /// kB, MB, GB: powers of 1000.
  DECIMAL
}
