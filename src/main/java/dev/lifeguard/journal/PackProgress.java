package dev.lifeguard.journal;

/// Watches over the packing of a run. Called often, on the thread that packs.
@FunctionalInterface
public interface PackProgress {
  /// Nobody watches.
  PackProgress NONE = (_, _) -> true;

  /// Tells how far it is.
  ///
  /// @param bytes so many of the recording are done
  /// @param ofBytes so many it has
  /// @return whether to go on; when not, nothing is left of what was written
  boolean goesOn(long bytes, long ofBytes);
}
