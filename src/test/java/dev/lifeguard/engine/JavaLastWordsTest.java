package dev.lifeguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.pool.Input;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Exit code 3 of a Java worker means a full heap only if the virtual machine has said so.
final class JavaLastWordsTest {
  private static final String LINE =
      "Terminating due to java.lang.OutOfMemoryError: Java heap space";

  private static Optional<Input.Known> known(ExitStatus status, String... lines) {
    return JavaLastWords.of(status, () -> List.of(lines), 7);
  }

  @Test
  void fullHeapIsTheReasonAndTheLineIsTheEvidence() {
    Input.Known known = known(new ExitStatus.Exited(3), "holding 32 MiB", LINE).orElseThrow();
    assertThat(known.cause().reason()).isEqualTo("its Java heap was exhausted: Java heap space");
    assertThat(known.cause().exitCode()).hasValue(3);
    assertThat(known.cause().certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(known.evidence()).isEqualTo(new Evidence("its output", LINE, 7));
  }

  @Test
  void otherMemoryIsNotCalledHeap() {
    String line = "Terminating due to java.lang.OutOfMemoryError: Metaspace";
    assertThat(known(new ExitStatus.Exited(3), line).orElseThrow().cause().reason())
        .isEqualTo("its Java virtual machine ran out of memory: Metaspace");
  }

  @Test
  void codeWithoutTheLineAndLineWithoutTheCodeSayNothing() {
    assertThat(known(new ExitStatus.Exited(3), "System.exit(3)")).isEmpty();
    assertThat(known(new ExitStatus.Exited(3))).isEmpty();
    assertThat(known(new ExitStatus.Exited(1), LINE)).isEmpty();
    assertThat(known(new ExitStatus.Signalled(3, false), LINE)).isEmpty();
  }
}
