package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the descriptors of a thread lead to, by their links in `/proc`.
final class Descriptors {
  private Descriptors() {}

  /// What a descriptor leads to: `pipe:[4711]`, `socket:[4711]`, `anon_inode:[pidfd]`, a path.
  ///
  /// @param thread `/proc/PID/task/TID/`
  /// @return empty when it is not open, or may not be looked at
  static Optional<String> target(String thread, long descriptor) {
    return link(thread + "fd/" + descriptor);
  }

  /// What a link says; empty when it is not there, or may not be looked at.
  static Optional<String> link(String path) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of(path)).toString());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Whether the target of a descriptor is a pipe, also one with a name.
  ///
  /// @param thread `/proc/PID/task/TID/`
  static boolean isPipe(String thread, long descriptor, String target) {
    return target.startsWith("pipe:[") || (target.startsWith("/") && isFifo(thread, descriptor));
  }

  private static boolean isFifo(String thread, long descriptor) {
    try {
      Path path = Path.of(thread + "fd/" + descriptor);
      int mode = (int) Files.getAttribute(path, "unix:mode");
      return (mode & 0170000) == 0010000;
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /// What the process of this descriptor's link wants of it, by the rights of the link itself
  /// (proc_pid_fd(5)): whether it can read from it, or write to it.
  static boolean opens(Path link, boolean reading) throws IOException {
    int mode = (int) Files.getAttribute(link, "unix:mode", java.nio.file.LinkOption.NOFOLLOW_LINKS);
    return (mode & (reading ? 0400 : 0200)) != 0;
  }
}
