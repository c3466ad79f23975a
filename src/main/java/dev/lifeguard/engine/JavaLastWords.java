package dev.lifeguard.engine;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
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

  /// What is known better of a death once its last words are.
  ///
  /// @param cause the conclusion, with the reason in it
  /// @param evidence the line that says so
  record Meaning(DeathCause cause, Evidence evidence) {}

  /// What is known of a death before anything is decided about it.
  static Optional<DeathCause> cause(ExitStatus status, Supplier<List<String>> lines) {
    if (!(status instanceof ExitStatus.Exited(int code)) || code != OUT_OF_MEMORY) {
      return Optional.empty();
    }
    DeathCause exit =
        new DeathCause(
            CauseKind.EXIT, OptionalInt.empty(), OptionalInt.of(code), "", Certainty.CERTAIN);
    return of(exit, lines.get(), 0).map(Meaning::cause);
  }

  /// What these lines say of a death; empty when they say nothing of memory.
  ///
  /// @param lines the last lines that the worker printed
  static Optional<Meaning> of(DeathCause cause, List<String> lines, long atNanos) {
    if (cause.kind() != CauseKind.EXIT || cause.exitCode().orElse(0) != OUT_OF_MEMORY) {
      return Optional.empty();
    }
    return lines.reversed().stream()
        .filter(line -> line.startsWith(TERMINATING))
        .findFirst()
        .map(line -> {
          String lacked = line.substring(TERMINATING.length()).strip();
          DeathCause better =
              new DeathCause(
                  cause.kind(),
                  cause.signal(),
                  cause.exitCode(),
                  exhausted(lacked) + ": " + lacked,
                  Certainty.CERTAIN);
          return new Meaning(better, new Evidence("its output", line, atNanos));
        });
  }

  private static String exhausted(String lacked) {
    return switch (lacked) {
      case "Java heap space", "GC overhead limit exceeded" -> "its Java heap was exhausted";
      default -> "its Java virtual machine ran out of memory";
    };
  }
}
