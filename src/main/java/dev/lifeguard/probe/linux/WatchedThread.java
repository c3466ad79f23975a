package dev.lifeguard.probe.linux;

import dev.lifeguard.job.Evidence;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe.Subject;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The thread that runs one worker's task, and what was seen of it at the last look.
///
/// The cheap look comes first: a thread that has used its share of a processor moves, and one that
/// has not run at all since the last look still waits for what it waited for then. Only for a wait
/// that nothing ends by itself the process and its descendants are looked at.
///
/// Belongs to the thread of its probe.
final class WatchedThread implements AutoCloseable {
  /// PRODUCT: under 1 % of a processor.
  private static final double LEAST_SHARE = 0.01;

  private static final double SECOND_NANOS = 1e9;

  private final Subject subject;
  private final Reader reader;
  private final ChildFinder finder;
  private final OptionalLong lifeguard;
  private final long tid;
  private final ProcFile schedule;
  private Optional<Look> last = Optional.empty();
  private Optional<Family> stillFamily = Optional.empty();
  private long stillNanos;

  /// What one look saw.
  ///
  /// @param family empty when the wait did not call for it
  /// @param runnable its threads that ran or waited for a processor
  private record Look(
      long atNanos, ThreadRuns runs, Wait reason, Optional<Family> family, Set<Long> runnable) {
    private Look(long atNanos, ThreadRuns runs, Wait reason) {
      this(atNanos, runs, reason, Optional.empty(), Set.of());
    }

    private Look(long atNanos, ThreadRuns runs, Wait reason, Family family) {
      this(atNanos, runs, reason, Optional.of(family), family.runnable());
    }
  }

  /// How the thread was woken since the look before.
  private enum Woken {
    NOT_AT_ALL,
    BY_US,
    BY_OTHERS
  }

  /// Finds out what a thread waits for, as [WaitReader] does.
  interface Reader {
    /// What it waits for; empty when it is gone.
    Optional<Wait> read(long pid, long tid);
  }

  WatchedThread(
      Subject subject, Reader reader, OpenFiles files, ChildFinder finder, OptionalLong lifeguard) {
    this.subject = subject;
    this.reader = reader;
    this.finder = finder;
    this.lifeguard = lifeguard;
    tid = subject.taskThread() == 0 ? subject.process().pid() : subject.taskThread();
    schedule =
        ProcFile.ofOnePiece(
            "/proc/" + subject.process().pid() + "/task/" + tid + "/schedstat", files);
  }

  Subject subject() {
    return subject;
  }

  /// Looks once more.
  ///
  /// @param disturbed whether what has happened since the last look was our own doing
  /// @return empty when the process is gone
  Optional<ThreadWait> look(long now, boolean disturbed) {
    Optional<ThreadRuns> runs =
        switch (schedule.refresh()) {
          case CHANGED, SAME -> ThreadRuns.parse(schedule.text());
          case GONE, REFUSED -> Optional.empty();
        };
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    boolean known = false;
    Woken woken = Woken.BY_OTHERS;
    if (last.isPresent()) {
      Look before = last.get();
      long ran = runs.get().runNanos() - before.runs().runNanos();
      if (!disturbed && ran >= LEAST_SHARE * (now - before.atNanos())) {
        return Optional.of(moves(now, runs.get(), new Wait.None()));
      }
      boolean sleptOn = runs.get().equals(before.runs());
      known = sleptOn && isKnown(before.reason());
      woken = disturbed ? Woken.BY_US : sleptOn ? Woken.NOT_AT_ALL : Woken.BY_OTHERS;
    }
    Optional<Wait> reason =
        known ? last.map(Look::reason) : reader.read(subject.process().pid(), tid);
    Woken how = woken;
    return reason.flatMap(found -> judge(now, runs.get(), found, how));
  }

  /// Whether that holds for as long as the thread does not run.
  private static boolean isKnown(Wait reason) {
    return switch (reason) {
      case Wait.None _ -> false;
      case Wait.Due due -> due.known();
      case Wait.ForChild _, Wait.ForEver _, Wait.OnPipes _ -> true;
    };
  }

  private Optional<ThreadWait> judge(long now, ThreadRuns runs, Wait reason, Woken woken) {
    boolean sameAsBefore = last.map(Look::reason).filter(reason::equals).isPresent();
    Woken how = woken == Woken.BY_US && !sameAsBefore ? Woken.BY_OTHERS : woken;
    return switch (reason) {
      case Wait.None none -> Optional.of(moves(now, runs, none));
      case Wait.Due due -> Optional.of(waits(now, runs, due, how));
      case Wait.ForChild _, Wait.ForEver _, Wait.OnPipes _ ->
          Family.of(subject.process().pid(), finder)
              .map(family -> judge(new Look(now, runs, reason, family), family, how));
    };
  }

  private ThreadWait judge(Look look, Family family, Woken woken) {
    boolean worked =
        woken != Woken.BY_US
            && (stillFamily.map(still -> worked(still, family, look.atNanos())).orElse(true)
                || isStarved(look));
    last = Optional.of(look);
    if (worked || woken == Woken.BY_OTHERS) {
      stillNanos = look.atNanos();
    }
    if (worked || woken != Woken.NOT_AT_ALL) {
      stillFamily = look.family();
    }
    if (worked) {
      return ThreadWait.moves(stillNanos);
    }
    Knot knot = new Knot(subject.process().pid(), family, lifeguard);
    Wait reason =
        subject.taskThread() == 0 ? knot.untie(look.reason()) : knot.untie(look.reason(), tid);
    return switch (reason) {
      case Wait.None _ -> ThreadWait.moves(look.atNanos());
      case Wait.Due _, Wait.ForChild _ -> {
        // What it waits for may get stuck later; until then nothing stands still.
        stillNanos = look.atNanos();
        yield waits(reason);
      }
      case Wait.ForEver _, Wait.OnPipes _ ->
          woken == Woken.BY_OTHERS
              ? ThreadWait.moves(stillNanos)
              : stuck(reason, family, look.atNanos());
    };
  }

  /// Whether the family did anything worth the name, since it was first seen still or since the
  /// last look.
  private boolean worked(Family still, Family now, long nowNanos) {
    if (now.differsFrom(still) || isMore(now.ticksSince(still), nowNanos - stillNanos)) {
      return true;
    }
    return last.flatMap(Look::family)
        .map(before -> isMore(now.ticksSince(before), nowNanos - last.get().atNanos()))
        .orElse(false);
  }

  /// Whether a thread of the family wants a processor all the time, and gets none on a machine that
  /// has too much to do: it was runnable at the last look and is so now. One look would not do, as
  /// it may meet a thread that looks around once a second.
  private boolean isStarved(Look look) {
    return last.filter(before -> !Collections.disjoint(before.runnable(), look.runnable()))
        .isPresent();
  }

  /// One tick more or less is what counting in ticks costs.
  private static boolean isMore(long ticks, long passedNanos) {
    return ticks > Math.max(1, passedNanos * LEAST_SHARE / Kernel.TICK_NANOS);
  }

  private ThreadWait moves(long now, ThreadRuns runs, Wait reason) {
    last = Optional.of(new Look(now, runs, reason));
    stillFamily = Optional.empty();
    stillNanos = now;
    return ThreadWait.moves(now);
  }

  private ThreadWait waits(long now, ThreadRuns runs, Wait reason, Woken woken) {
    last = Optional.of(new Look(now, runs, reason));
    stillFamily = Optional.empty();
    stillNanos = woken == Woken.BY_OTHERS ? now : stillNanos;
    return waits(reason);
  }

  private ThreadWait waits(Wait reason) {
    return new ThreadWait(ThreadWait.Kind.WAITS, stillNanos, reason.words(), List.of());
  }

  private ThreadWait stuck(Wait reason, Family family, long now) {
    int descendants = family.members().size() - 1;
    String whose =
        switch (descendants) {
          case 0 -> "the process";
          case 1 -> "the process and its descendant";
          default -> "the process and its " + descendants + " descendants";
        };
    long ticks = stillFamily.map(family::ticksSince).orElse(0L);
    String idle =
        String.format(
            Locale.ROOT,
            "%s used %.2f s of a processor in %.1f s, and neither read nor wrote",
            whose,
            ticks * Kernel.TICK_NANOS / SECOND_NANOS,
            (now - stillNanos) / SECOND_NANOS);
    return new ThreadWait(
        ThreadWait.Kind.STUCK,
        stillNanos,
        reason.words(),
        List.of(
            new Evidence("task thread", WaitReader.words(subject.process().pid(), tid), now),
            new Evidence("processor time", idle, now)));
  }

  @Override
  public void close() {
    schedule.close();
  }
}
