package dev.lifeguard.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Gives a program a session of its own where the Java library starts it, so that signals reach its
/// whole family: by `setsid` (util-linux or BusyBox), which becomes the program without a new
/// process. A system without it does not have it; then only the program itself gets signals.
final class OwnSession {
  private OwnSession() {}

  /// The file of `setsid`, where there is one.
  static Optional<Path> setsid() {
    return Stream.of("/usr/bin/setsid", "/bin/setsid")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
