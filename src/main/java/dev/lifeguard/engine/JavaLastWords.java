package dev.lifeguard.engine;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.pool.Input;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// What a Java virtual machine prints when it ends for lack of memory, as our Java workers do
/// (`-XX:+ExitOnOutOfMemoryError`, HotSpot's `report_java_out_of_memory`: this line, then exit code
/// 3). Without that line the code alone says nothing.
final class JavaLastWords {
  private static final int OUT_OF_MEMORY = 3;
  private static final String TERMINATING = "Terminating due to java.lang.OutOfMemoryError: ";

  private JavaLastWords() {}

  /// What is known of a death at once; empty when that is nothing.
  ///
  /// @param lines gives the last lines that the worker printed
  static Optional<Input.Known> of(ExitStatus status, Supplier<List<String>> lines, long atNanos) {
    if (!(status instanceof ExitStatus.Exited(int code)) || code != OUT_OF_MEMORY) {
      return Optional.empty();
    }
    return lines.get().reversed().stream()
        .filter(line -> line.startsWith(TERMINATING))
        .findFirst()
        .map(line -> {
          String lacked = line.substring(TERMINATING.length()).strip();
          DeathCause cause =
              new DeathCause(
                  CauseKind.EXIT,
                  OptionalInt.empty(),
                  OptionalInt.of(code),
                  exhausted(lacked) + ": " + lacked,
                  Certainty.CERTAIN);
          return new Input.Known(cause, new Evidence("its output", line, atNanos));
        });
  }

  private static String exhausted(String lacked) {
    return switch (lacked) {
      case "Java heap space", "GC overhead limit exceeded" -> "its Java heap was exhausted";
      default -> "its Java virtual machine ran out of memory";
    };
  }
}
