package dev.lifeguard.engine;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolEvent.WorkerSignalling;
import dev.lifeguard.pool.Input;
import dev.lifeguard.probe.WorkerCgroups.Account;
import java.util.Optional;
import java.util.OptionalInt;

/// Puts into words what the kernel counted in a dead worker's own cgroup. The counter is exact: it
/// names the worker, because nobody else is in there.
final class OwnCgroup {
  static final String SOURCE = "own cgroup";

  private static final int SIGKILL = 9;

  private OwnCgroup() {}

  /// Whether a death may be one that it has counted.
  static boolean maySay(ExitStatus status) {
    return status instanceof ExitStatus.Signalled(int signal, boolean _) && signal == SIGKILL;
  }

  static boolean isKill(WorkerSignalling sent) {
    return sent.signal() == SIGKILL;
  }

  /// What is known of such a death at once; empty when the kernel killed nobody.
  static Optional<Input.Known> known(Account account, long atNanos) {
    return cause(account)
        .flatMap(cause -> evidence(account, atNanos).map(it -> new Input.Known(cause, it)));
  }

  /// The cause of a death by SIGKILL that we did not send; empty when the kernel killed nobody.
  static Optional<DeathCause> cause(Account account) {
    return account.kills() <= 0
        ? Optional.empty()
        : Optional.of(
            new DeathCause(
                CauseKind.KERNEL_OOM,
                OptionalInt.of(SIGKILL),
                OptionalInt.empty(),
                reason(account),
                Certainty.CERTAIN));
  }

  /// `its own limit of 64.0 MiB, cgroup v1; peak 64.0 MiB`.
  private static String reason(Account account) {
    String limit = account.limitBytes().stream().mapToObj(ByteSize::text).findFirst().orElse("");
    String why;
    if (account.ownLimit() && !limit.isEmpty()) {
      why = "its own limit of " + limit + ", " + account.version();
    } else {
      why =
          "the machine or a cgroup around it was out of memory"
              + (limit.isEmpty() ? "" : ", its own limit of " + limit + " was not met");
    }
    return why + peak(account, "; peak ");
  }

  private static String peak(Account account, String before) {
    return account.peakBytes().stream()
        .mapToObj(bytes -> before + ByteSize.text(bytes))
        .findFirst()
        .orElse("");
  }

  /// What was counted, if that says anything. The peak is newer than any reading of a worker that
  /// died fast.
  static Optional<Evidence> evidence(Account account, long atNanos) {
    String peak = peak(account, "at most ");
    if (account.kills() > 0) {
      String victims = account.kills() == 1 ? "1 process" : account.kills() + " processes";
      return Optional.of(
          new Evidence(
              SOURCE,
              "the kernel killed %s in it for lack of memory: %s"
                  .formatted(victims, reason(account)),
              atNanos));
    }
    return peak.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Evidence(
                SOURCE,
                "used %s, with files and kernel memory; nothing in it was killed for lack of memory"
                    .formatted(peak),
                atNanos));
  }
}
