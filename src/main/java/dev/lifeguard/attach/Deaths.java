package dev.lifeguard.attach;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.probe.ExitWatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Tells of the ends of a foreign pool's workers: which are deaths, of what, and who waits to be
/// replaced. Belongs to the pool's thread.
final class Deaths {
  /// A pool that ends sends SIGTERM to all of its workers, whose deaths are then no incidents: so
  /// long such a death waits for those of the others.
  static final long HELD_NANOS = 200_000_000L;

  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;
  private static final int MOST_REMEMBERED = 1000;

  private final StoryMeans means;
  private final Inside inside;
  private final Deque<Death> deaths = new ArrayDeque<>();
  private final Deque<Integer> toReplace = new ArrayDeque<>();
  private final Map<Member, ExitWatch.Ending> held = new LinkedHashMap<>();
  private int incidents;

  Deaths(StoryMeans means, Inside inside) {
    this.means = means;
    this.inside = inside;
  }

  /// The ends that were nobody's wish, oldest first, and those with exit code 0.
  List<Death> seen() {
    return List.copyOf(deaths);
  }

  /// Whether a death waits to be told.
  boolean isHolding() {
    return !held.isEmpty();
  }

  /// The worker whose place a new one takes.
  OptionalInt nextToReplace() {
    return toReplace.isEmpty() ? OptionalInt.empty() : OptionalInt.of(toReplace.removeFirst());
  }

  /// A worker has ended.
  List<PoolEvent> of(Member member, ExitWatch.Ending ending, boolean managerEnded) {
    boolean asked =
        ending.status() instanceof ExitStatus.Signalled(int signal, boolean _)
            && signal == SIGTERM
            && !member.answersTo(ending.status());
    List<PoolEvent> events = new ArrayList<>();
    if (asked && !managerEnded) {
      held.put(member, ending);
    } else {
      bury(member, ending, asked, events);
    }
    return events;
  }

  /// Decides about deaths by SIGTERM that have waited long enough: of a pool that ends, or not.
  ///
  /// @param members all workers
  void release(Collection<Member> members, boolean managerEnded, List<PoolEvent> events) {
    long now = means.now();
    for (Map.Entry<Member, ExitWatch.Ending> each : List.copyOf(held.entrySet())) {
      if (managerEnded || now - each.getValue().atNanos() >= HELD_NANOS) {
        held.remove(each.getKey());
        boolean anyLeft =
            members.stream()
                .anyMatch(member ->
                    member.isAlive() && !held.containsKey(member) && member != each.getKey());
        bury(each.getKey(), each.getValue(), managerEnded || !anyLeft, events);
      }
    }
  }

  /// @param asWanted whether the pool itself has ended it
  private void bury(
      Member member, ExitWatch.Ending ending, boolean asWanted, List<PoolEvent> events) {
    Death death = member.ended(ending.status(), ending.atNanos());
    toReplace.addLast(member.worker());
    if (asWanted || (!death.isAbnormal() && !(ending.status() instanceof ExitStatus.Unknown))) {
      if (!asWanted) {
        remember(death);
      }
      events.add(new PoolEvent.WorkerEnded(means.now(), member.worker(), ending.status()));
      return;
    }
    remember(death);
    incidents++;
    Optional<BoardTasks.InHand> inHand = inside.inHandOf(member.process().pid());
    events.add(
        new PoolEvent.WorkerDied(
            means.now(),
            incidents,
            member.worker(),
            ending.status(),
            OptionalLong.of(ending.atNanos()),
            OptionalLong.empty(),
            inHand.map(it -> OptionalInt.of(it.task())).orElse(OptionalInt.empty()),
            inHand.map(BoardTasks.InHand::attempt).orElse(0),
            cause(member, ending.status()),
            evidence(member, death, ending, inHand)));
    if (ending.status() instanceof ExitStatus.Signalled(int signal, boolean _)
        && signal == SIGKILL
        && !death.ours()) {
      means.askForOutOfMemory(incidents, ending);
    }
  }

  private void remember(Death death) {
    deaths.addLast(death);
    if (deaths.size() > MOST_REMEMBERED) {
      deaths.removeFirst();
    }
  }

  private static DeathCause cause(Member member, ExitStatus status) {
    OptionalInt signal = OptionalInt.empty();
    OptionalInt code = OptionalInt.empty();
    CauseKind kind = CauseKind.EXIT;
    String reason = "";
    Certainty certainty = Certainty.CERTAIN;
    switch (status) {
      case ExitStatus.Exited(int exit) -> code = OptionalInt.of(exit);
      case ExitStatus.Signalled(int number, boolean _) -> {
        kind = CauseKind.SIGNAL;
        signal = OptionalInt.of(number);
      }
      case ExitStatus.Ambiguous(int shell) -> code = OptionalInt.of(shell);
      case ExitStatus.Windows(int exit) -> {
        code = OptionalInt.of(exit);
        Optional<WindowsCode.Meaning> meaning = WindowsCode.meaning(exit);
        reason = meaning.map(WindowsCode.Meaning::words).orElse("");
        certainty = meaning.map(WindowsCode.Meaning::certainty).orElse(Certainty.CERTAIN);
      }
      case ExitStatus.Unknown _ -> certainty = Certainty.UNKNOWN;
    }
    if (member.answersTo(status)) {
      kind = CauseKind.OPERATOR;
      reason = "by Lifeguard";
    }
    return new DeathCause(kind, signal, code, reason, certainty);
  }

  private static List<Evidence> evidence(
      Member member, Death death, ExitWatch.Ending ending, Optional<BoardTasks.InHand> inHand) {
    if (inHand.isPresent()) {
      return List.of(
          new Evidence(
              "inside", "it had task " + inHand.get().task() + " in its hands", death.atNanos()),
          new Evidence(ending.source(), "it " + death.words(), death.atNanos()));
    }
    String did =
        switch (death.activity()) {
          case STARTING -> "was starting";
          case IDLE -> "waited for a task";
          case BUSY -> "ran a task";
          case BLOCKED -> "stood still in a task: " + member.waitsFor();
        };
    return List.of(
        new Evidence("look", "it " + did, death.atNanos() - death.lookAgeNanos()),
        new Evidence(ending.source(), "it " + death.words(), death.atNanos()));
  }

  /// The kernel turns out to have killed a worker.
  List<PoolEvent> refined(Fact.OutOfMemory oom) {
    DeathCause cause =
        new DeathCause(
            CauseKind.KERNEL_OOM,
            OptionalInt.of(SIGKILL),
            OptionalInt.empty(),
            "",
            oom.finding().certainty());
    return List.of(
        new PoolEvent.CauseRefined(
            means.now(), oom.incident(), Optional.of(cause), oom.finding().evidence(), List.of()));
  }
}
