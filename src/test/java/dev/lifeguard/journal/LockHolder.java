package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.file.Path;

/// Another supervisor: a process that takes the lock of a run directory, says so and keeps it until
/// its standard input ends.
final class LockHolder {
  private LockHolder() {}

  static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--class-path",
            "target/classes:target/test-classes",
            LockHolder.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static void main(String[] arguments) throws IOException {
    Tried<RunLock> lock = RunDirectory.of(Path.of(arguments[0])).lock();
    System.out.println(
        switch (lock) {
          case Tried.Done<RunLock> _ -> "held";
          case Tried.Refused<RunLock>(String sentence) -> sentence;
        });
    while (System.in.read() >= 0) {
      // Nobody writes; the end is what is waited for.
    }
  }
}
