package dev.lifeguard.attach;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.PipeEnd;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.ThreadFacts;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.Waiting;
import dev.lifeguard.probe.Waiting.Deadline;
import dev.lifeguard.probe.Waiting.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes snapshots of trees of processes for tests, as they were seen on a real machine: a Python
/// manager with the pipes and threads of a pool, and its workers.
final class Snapshot {
  static final long MANAGER = 100;
  static final String IN = "pipe:[10]";
  static final String OUT = "pipe:[20]";
  static final Waiting READS_TASKS = new Waiting.Reading(IN, 4, true);
  static final Waiting WAITS_FOR_QUEUE = new Waiting.Locked(Sharing.SHARED, Deadline.NONE, 8);
  static final Waiting WAITS_FOR_EVER = new Waiting.Locked(Sharing.PRIVATE, Deadline.NONE, 9);
  static final Waiting RUNS = new Waiting.Not();
  private static final long SECOND = 1_000_000_000L;

  private final List<ProcessFacts> workers = new ArrayList<>();
  private Waiting managerWaits = WAITS_FOR_EVER;
  private List<PipeEnd> managerPipes = ends(true, true, true, true);
  private List<ThreadFacts> managerThreads =
      List.of(
          thread(110, new Waiting.Polling(5, Deadline.NONE)),
          thread(111, WAITS_FOR_EVER),
          thread(112, new Waiting.Reading(OUT, 4, true)));
  private List<String> command = List.of("python3", "pool.py");
  private boolean readable = true;

  /// A worker of the pool.
  Snapshot worker(long pid, Waiting waits) {
    return process(pid, MANAGER, waits, ends(true, false, false, true), command);
  }

  Snapshot process(
      long pid, long parent, Waiting waits, List<PipeEnd> pipes, List<String> command) {
    workers.add(facts(pid, parent, command, waits, List.of(), pipes, waits.equals(RUNS) ? pid : 1));
    return this;
  }

  Snapshot managerWaits(Waiting waits) {
    managerWaits = waits;
    return this;
  }

  Snapshot managerThreads(ThreadFacts... threads) {
    managerThreads = List.of(threads);
    return this;
  }

  Snapshot managerPipes(List<PipeEnd> pipes) {
    managerPipes = pipes;
    return this;
  }

  /// Of another user: descriptors and places in memory may not be read.
  Snapshot ofAnotherUser() {
    readable = false;
    workers.replaceAll(Snapshot::withoutPipes);
    return this;
  }

  private static ProcessFacts withoutPipes(ProcessFacts all) {
    return new ProcessFacts(
        all.process(),
        all.parentPid(),
        all.name(),
        all.command(),
        "",
        all.state(),
        all.threads(),
        all.threadCount(),
        Optional.empty(),
        all.libraries(),
        -1);
  }

  Snapshot command(String... words) {
    command = List.of(words);
    return this;
  }

  TreeFacts at(long nanos) {
    List<ProcessFacts> all = new ArrayList<>();
    ProcessFacts manager =
        facts(MANAGER, 1, command, managerWaits, managerThreads, managerPipes, 1);
    all.add(readable ? manager : withoutPipes(manager));
    all.addAll(workers);
    return new TreeFacts(nanos, all);
  }

  /// What somebody sees who looks for two seconds at a pool in which nothing moves but what runs.
  Observation seen(long inBytes, Death... deaths) {
    TreeFacts first = at(0);
    TreeFacts now = at(2 * SECOND);
    Movement movement = new Movement();
    movement.saw(first);
    movement.saw(at(SECOND));
    movement.saw(now);
    FoundPool pool = Recognition.of(now).orElseThrow();
    return new Observation(
        pool,
        now,
        movement,
        java.util.OptionalLong.of(inBytes),
        java.util.OptionalLong.of(0),
        List.of(deaths),
        Optional.empty());
  }

  static ThreadFacts thread(long tid, Waiting waits) {
    return new ThreadFacts(tid, tid, "python3", state(waits), 1, waits);
  }

  static List<PipeEnd> ends(boolean inRead, boolean inWrite, boolean outRead, boolean outWrite) {
    List<PipeEnd> ends = new ArrayList<>();
    add(ends, inRead, new PipeEnd(3, IN, true));
    add(ends, inWrite, new PipeEnd(4, IN, false));
    add(ends, outRead, new PipeEnd(5, OUT, true));
    add(ends, outWrite, new PipeEnd(6, OUT, false));
    return ends;
  }

  private static void add(List<PipeEnd> ends, boolean wanted, PipeEnd end) {
    if (wanted) {
      ends.add(end);
    }
  }

  private static RunState state(Waiting waits) {
    return switch (waits) {
      case Waiting.Not _ -> RunState.RUNNING;
      case Waiting.Stopped _ -> RunState.STOPPED;
      default -> RunState.SLEEPING;
    };
  }

  private static ProcessFacts facts(
      long pid,
      long parent,
      List<String> command,
      Waiting waits,
      List<ThreadFacts> others,
      List<PipeEnd> pipes,
      long runs) {
    List<ThreadFacts> threads = new ArrayList<>();
    threads.add(new ThreadFacts(pid, pid, "python3", state(waits), runs, waits));
    threads.addAll(others);
    return new ProcessFacts(
        new ProcessIdentity(pid, pid, 0),
        parent,
        "python3",
        command,
        "/usr/bin/python3.11",
        state(waits),
        threads,
        threads.size(),
        Optional.of(pipes),
        List.of(),
        7);
  }
}
