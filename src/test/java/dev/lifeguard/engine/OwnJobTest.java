package dev.lifeguard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.probe.WorkerJobs.Account;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What a job object of Windows tells of a death.
final class OwnJobTest {
  private static final OptionalLong LIMIT = OptionalLong.of(512L << 20);
  private static final Account REFUSED = new Account(LIMIT, OptionalLong.of(511L << 20), true);

  @Test
  void refusalAndDeathAreTheLimitsWorkInAllLikelihood() {
    DeathCause better =
        OwnJob.cause(death(CauseKind.EXIT, "access violation"), REFUSED).orElseThrow();

    assertThat(better.reason())
        .isEqualTo(
            "hit its memory limit of 512 MiB, the commit limit of its job object; access"
                + " violation");
    assertThat(better.exitCode()).hasValue(0xC0000005);
    assertThat(better.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(OwnJob.evidence(REFUSED, 7).orElseThrow().text())
        .isEqualTo(
            "Windows refused memory to a process in it; its processes committed at most 511 MiB at"
                + " one time");
  }

  @Test
  void deathWithoutARefusalAndARefusalBeforeOurOwnKillSayNothing() {
    Account quiet = new Account(LIMIT, OptionalLong.of(1 << 20), false);

    assertThat(OwnJob.cause(death(CauseKind.EXIT, ""), quiet)).isEmpty();
    assertThat(OwnJob.cause(death(CauseKind.OPERATOR, "killed by the user"), REFUSED)).isEmpty();
    assertThat(OwnJob.cause(death(CauseKind.POLICY, "task 1 ran into its time limit"), REFUSED))
        .isEmpty();
    assertThat(OwnJob.evidence(quiet, 7).orElseThrow().text())
        .isEqualTo("its processes committed at most 1.00 MiB at one time");
    assertThat(OwnJob.evidence(new Account(OptionalLong.empty(), OptionalLong.empty(), false), 7))
        .isEmpty();
  }

  private static DeathCause death(CauseKind kind, String reason) {
    return new DeathCause(
        kind, OptionalInt.empty(), OptionalInt.of(0xC0000005), reason, Certainty.CERTAIN);
  }
}
