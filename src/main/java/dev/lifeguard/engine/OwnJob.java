package dev.lifeguard.engine;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.probe.WorkerJobs.Account;
import java.util.Optional;

/// Puts into words what Windows tells of a dead worker's own job object. Memory beyond the limit is
/// refused there, and what a program does then is its own affair: so the refusal and the death
/// together are the limit's work in all likelihood, and not for certain.
final class OwnJob {
  static final String SOURCE = "own job object";

  private OwnJob() {}

  /// What a death means when the system has told of a refusal; empty when it has not, or the death
  /// was ours, or its worker had other words for it.
  static Optional<DeathCause> cause(DeathCause first, Account account) {
    if (first.kind() != CauseKind.EXIT || !account.refused()) {
      return Optional.empty();
    }
    return Optional.of(
        new DeathCause(
            first.kind(),
            first.signal(),
            first.exitCode(),
            "hit its memory limit"
                + account.limitBytes().stream()
                    .mapToObj(bytes -> " of " + ByteSize.text(bytes))
                    .findFirst()
                    .orElse("")
                + ", the commit limit of its job object"
                + (first.reason().isEmpty() ? "" : "; " + first.reason()),
            Certainty.LIKELY));
  }

  /// What was counted, if that says anything.
  static Optional<Evidence> evidence(Account account, long atNanos) {
    Optional<String> peak =
        account.peakBytes().stream()
            .mapToObj(
                bytes -> "its processes committed at most " + ByteSize.text(bytes) + " at one time")
            .findFirst();
    String refused = "Windows refused memory to a process in it";
    return account.refused()
        ? Optional.of(new Evidence(SOURCE, refused + peak.map(it -> "; " + it).orElse(""), atNanos))
        : peak.map(it -> new Evidence(SOURCE, it, atNanos));
  }
}
