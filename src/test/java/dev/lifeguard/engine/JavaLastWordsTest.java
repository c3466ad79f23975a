package dev.lifeguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Exit code 3 of a Java worker means a full heap only if the virtual machine has said so.
final class JavaLastWordsTest {
  private static final String LINE =
      "Terminating due to java.lang.OutOfMemoryError: Java heap space";

  @Test
  void fullHeapIsTheReasonAndTheLineIsTheEvidence() {
    JavaLastWords.Meaning meaning =
        JavaLastWords.of(exit(3), List.of("holding 32 MiB", LINE), 7).orElseThrow();
    assertThat(meaning.cause().reason()).isEqualTo("its Java heap was exhausted: Java heap space");
    assertThat(meaning.cause().exitCode()).hasValue(3);
    assertThat(meaning.cause().certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(meaning.evidence()).isEqualTo(new Evidence("its output", LINE, 7));
  }

  @Test
  void otherMemoryIsNotCalledHeap() {
    String line = "Terminating due to java.lang.OutOfMemoryError: Metaspace";
    assertThat(JavaLastWords.of(exit(3), List.of(line), 7).orElseThrow().cause().reason())
        .isEqualTo("its Java virtual machine ran out of memory: Metaspace");
  }

  @Test
  void codeWithoutTheLineAndLineWithoutTheCodeSayNothing() {
    assertThat(JavaLastWords.of(exit(3), List.of("System.exit(3)"), 7)).isEmpty();
    assertThat(JavaLastWords.of(exit(1), List.of(LINE), 7)).isEmpty();
  }

  @Test
  void causeIsKnownFromTheStatusAndTheLines() {
    assertThat(JavaLastWords.cause(new ExitStatus.Exited(3), () -> List.of(LINE)))
        .hasValueSatisfying(cause ->
            assertThat(cause.reason()).isEqualTo("its Java heap was exhausted: Java heap space"));
    assertThat(JavaLastWords.cause(new ExitStatus.Exited(3), List::of)).isEmpty();
    assertThat(JavaLastWords.cause(new ExitStatus.Signalled(3, false), () -> List.of(LINE)))
        .isEmpty();
  }

  private static DeathCause exit(int code) {
    return new DeathCause(
        CauseKind.EXIT, OptionalInt.empty(), OptionalInt.of(code), "", Certainty.CERTAIN);
  }
}
