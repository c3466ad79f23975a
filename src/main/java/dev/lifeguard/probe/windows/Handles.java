package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.number;

import java.util.ArrayList;
import java.util.List;

/// Handles that are closed together, unless somebody else has taken them over. Belongs to one
/// thread.
final class Handles implements AutoCloseable {
  private final Win32 win32;
  private final List<Long> open = new ArrayList<>();

  Handles(Win32 win32) {
    this.win32 = win32;
  }

  /// From now on this closes it.
  long add(long handle) {
    open.add(handle);
    return handle;
  }

  /// From now on whoever asked closes it.
  void giveUp(long handle) {
    open.removeIf(each -> each == handle);
  }

  /// Those that are left.
  List<Long> all() {
    return List.copyOf(open);
  }

  @Override
  public void close() {
    open.forEach(each -> win32.call("kernel32", "CloseHandle", number(each)));
    open.clear();
  }
}
