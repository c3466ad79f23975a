package dev.lifeguard.pool;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent.WorkerSignalling;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.job.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Concludes from what was seen why a worker died.
///
/// A message that was no message comes first, because we ended that worker ourselves for it. Then
/// our own intent, but only where the wait status agrees with it: the signal that we sent, or an
/// exit after SIGTERM within its grace time. Then a death for lack of memory, where the worker's
/// own cgroup has counted a kill or its virtual machine has said so; elsewhere it shows as SIGKILL
/// first and is told apart by evidence that arrives later. Then the raw status: a signal, an exit
/// before hello (a failed start), an exit without good-bye.
class DeathRules {
  private static final int SIGTERM = 15;
  private static final int SIGINT = 2;
  private static final int SIGHUP = 1;

  private final long graceNanos;

  DeathRules(long graceNanos) {
    this.graceNanos = graceNanos;
  }

  /// The signal of ours that the status answers to, if one does.
  Optional<WorkerSignalling> intent(Worker worker, Member member, ExitStatus status, long atNanos) {
    List<WorkerSignalling> sent = worker.signals();
    for (int i = sent.size() - 1; i >= 0; i--) {
      WorkerSignalling signal = sent.get(i);
      boolean agrees =
          switch (status) {
            case ExitStatus.Signalled(int number, boolean _) -> number == signal.signal();
            case ExitStatus.Ambiguous(int code) -> code == 128 + signal.signal();
            case ExitStatus.Windows(int code) -> isEnd(signal.signal()) && answers(code);
            case ExitStatus.Exited _ ->
                asksToEnd(signal.signal())
                    && member.exitSeenNanos.orElse(atNanos) <= signal.atNanos() + graceNanos;
            case ExitStatus.Unknown _ ->
                member.ending == Member.Ending.UNKILLABLE && signal.signal() == Ladder.SIGKILL;
          };
      if (agrees) {
        return Optional.of(signal);
      }
    }
    return Optional.empty();
  }

  /// Where no job object could be had, the library terminated it, with a code that says little.
  private static boolean answers(int code) {
    return WindowsCode.isOurs(code) || code == WindowsCode.TERMINATED_FROM_OUTSIDE;
  }

  private static boolean isEnd(int signal) {
    return signal == SIGTERM || signal == Ladder.SIGKILL;
  }

  private static boolean asksToEnd(int signal) {
    return signal == SIGTERM || signal == SIGINT || signal == SIGHUP;
  }

  DeathCause cause(Worker worker, Member member, ExitStatus status, long atNanos) {
    if (!member.offence.isEmpty()) {
      return new DeathCause(
          CauseKind.PROTOCOL, signal(status), code(status), member.offence, Certainty.CERTAIN);
    }
    Optional<WorkerSignalling> intent = intent(worker, member, status, atNanos);
    if (intent.isPresent()) {
      return new DeathCause(
          kind(intent.get(), member),
          signal(status),
          code(status),
          intent.get().reason(),
          isExact(status) ? Certainty.CERTAIN : Certainty.LIKELY);
    }
    return member
        .known
        .map(Input.Known::cause)
        .filter(it -> member.ready || it.kind() == CauseKind.KERNEL_OOM)
        .orElseGet(() -> withoutIntent(member, status));
  }

  private static CauseKind kind(WorkerSignalling intent, Member member) {
    if (intent.origin() == Origin.OPERATOR) {
      return CauseKind.OPERATOR;
    }
    boolean hang = member.diedByRule(Member.Rule.HANG, intent.reason());
    return hang ? CauseKind.HANG : CauseKind.POLICY;
  }

  private static boolean isExact(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited _, ExitStatus.Signalled _ -> true;
      case ExitStatus.Windows(int code) -> code != WindowsCode.TERMINATED_FROM_OUTSIDE;
      case ExitStatus.Ambiguous _, ExitStatus.Unknown _ -> false;
    };
  }

  private static DeathCause withoutIntent(Member member, ExitStatus status) {
    boolean beforeHello = !member.ready || member.spawnFailed;
    return switch (status) {
      case ExitStatus.Signalled(int number, boolean _) ->
          new DeathCause(
              CauseKind.SIGNAL, OptionalInt.of(number), OptionalInt.empty(), "", Certainty.CERTAIN);
      case ExitStatus.Exited(int code) ->
          new DeathCause(
              beforeHello ? CauseKind.START : CauseKind.EXIT,
              OptionalInt.empty(),
              OptionalInt.of(code),
              beforeHello ? startWords(member, code) : "",
              Certainty.CERTAIN);
      case ExitStatus.Windows(int code) -> onWindows(member, code, beforeHello);
      case ExitStatus.Ambiguous(int code) ->
          new DeathCause(
              CauseKind.SIGNAL,
              OptionalInt.of(code - 128),
              OptionalInt.empty(),
              "this machine does not tell it from exit code " + code,
              Certainty.LIKELY);
      case ExitStatus.Unknown _ ->
          new DeathCause(
              beforeHello && !member.startWords.isEmpty() ? CauseKind.START : CauseKind.EXIT,
              OptionalInt.empty(),
              OptionalInt.empty(),
              member.startWords.isEmpty() ? "is gone, and nobody could say how" : member.startWords,
              member.startWords.isEmpty() ? Certainty.UNKNOWN : Certainty.CERTAIN);
    };
  }

  private static DeathCause onWindows(Member member, int code, boolean beforeHello) {
    Optional<WindowsCode.Meaning> meaning = WindowsCode.meaning(code);
    String words = meaning.map(WindowsCode.Meaning::words).orElse("");
    if (!beforeHello) {
      return new DeathCause(
          CauseKind.EXIT,
          OptionalInt.empty(),
          OptionalInt.of(code),
          words,
          meaning.map(WindowsCode.Meaning::certainty).orElse(Certainty.CERTAIN));
    }
    String start = startWords(member, code);
    return new DeathCause(
        CauseKind.START,
        OptionalInt.empty(),
        OptionalInt.of(code),
        member.startWords.isEmpty() && !words.isEmpty() ? start + " (" + words + ")" : start,
        Certainty.CERTAIN);
  }

  private static String startWords(Member member, int code) {
    return member.startWords.isEmpty()
        ? "it exited with code " + WindowsCode.text(code) + " before it was ready"
        : member.startWords;
  }

  /// What was seen, in words.
  List<Evidence> evidence(Worker worker, Member member, ExitStatus status, HostSystem system) {
    List<Evidence> evidence = new ArrayList<>();
    for (WorkerSignalling signal : worker.signals()) {
      evidence.add(
          new Evidence(
              system.hasSignals() ? "own signal" : "own order",
              system.nameOf(signal.signal())
                  + (system.hasSignals() ? " sent: " : ": ")
                  + signal.reason(),
              signal.atNanos()));
    }
    member.exitSeenNanos.ifPresent(at ->
        evidence.add(
            new Evidence(system.hasSignals() ? "wait status" : "exit code", words(status), at)));
    member.outputClosedNanos.ifPresent(at ->
        evidence.add(
            new Evidence(
                "protocol pipe",
                member.saidBye ? Evidence.AFTER_GOOD_BYE : "ended without good-bye",
                at)));
    member.known.map(Input.Known::evidence).ifPresent(evidence::add);
    return evidence;
  }

  private static String words(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> "exited with code " + code;
      case ExitStatus.Signalled(int signal, boolean core) ->
          "ended by signal "
              + signal
              + " ("
              + SignalName.of(signal)
              + ")"
              + (core ? ", core dumped" : "");
      case ExitStatus.Ambiguous(int code) ->
          code + ": signal " + (code - 128) + " or exit code " + code;
      case ExitStatus.Windows(int code) ->
          WindowsCode.text(code)
              + WindowsCode.meaning(code).map(it -> ": " + it.words()).orElse("");
      case ExitStatus.Unknown _ -> "not known";
    };
  }

  private static OptionalInt signal(ExitStatus status) {
    return status instanceof ExitStatus.Signalled(int number, boolean _)
        ? OptionalInt.of(number)
        : OptionalInt.empty();
  }

  private static OptionalInt code(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> OptionalInt.of(code);
      case ExitStatus.Windows(int code) ->
          WindowsCode.isOurs(code) ? OptionalInt.empty() : OptionalInt.of(code);
      case ExitStatus.Signalled _, ExitStatus.Ambiguous _, ExitStatus.Unknown _ ->
          OptionalInt.empty();
    };
  }
}
