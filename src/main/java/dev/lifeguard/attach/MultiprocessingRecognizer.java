package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.probe.PipeEnd;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.ThreadFacts;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.Waiting;
import dev.lifeguard.probe.Waiting.Deadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Knows `multiprocessing.Pool` and its fork billiard by their pipes, whatever the start method.
///
/// A worker closes the end of the task pipe that it does not read and the end of the result pipe
/// that it does not write, and the manager keeps both ends of both. So the task pipe is the one of
/// which the manager has both ends and every worker only the one to read from; the result pipe is
/// the opposite. No other pipe of these processes is like that, and no other kind of pool closes
/// them. Seen with Python 3.6 to 3.13 and fork, spawn and forkserver.
///
/// Where pipes may not be read, four threads of which one other than the main one reads a pipe are
/// taken for it if all children are Python's.
final class MultiprocessingRecognizer implements PoolRecognizer {
  private static final int THREADS = 4;

  @Override
  public Optional<FoundPool> recognize(TreeFacts tree, ProcessFacts manager) {
    List<ProcessFacts> possible =
        Roles.possibleWorkers(tree, manager).stream()
            .filter(child -> child.threadCount() > 0)
            .toList();
    if (possible.isEmpty() || !Roles.isPython(manager) || manager.threadCount() < THREADS) {
      return Optional.empty();
    }
    return manager.pipes().isPresent()
        ? byPipes(tree, manager, possible)
        : byThreads(tree, manager, possible);
  }

  private static Optional<FoundPool> byPipes(
      TreeFacts tree, ProcessFacts manager, List<ProcessFacts> possible) {
    Map<String, Ends> managers = ends(manager);
    Optional<Line> best = Optional.empty();
    Map<Line, List<ProcessFacts>> lines = new HashMap<>();
    for (ProcessFacts child : possible) {
      Optional<Line> line = line(managers, ends(child));
      line.ifPresent(it -> lines.computeIfAbsent(it, _ -> new ArrayList<>()).add(child));
      if (line.isPresent()
          && best.map(it -> size(lines, it) < size(lines, line.get())).orElse(true)) {
        best = line;
      }
    }
    return best.map(line ->
        new FoundPool(
            kind(manager),
            manager,
            Roles.of(tree, manager, lines.values().stream().flatMap(List::stream).toList()),
            Optional.of(
                new TaskPipes(
                    Objects.requireNonNull(managers.get(line.in())).reads,
                    Objects.requireNonNull(managers.get(line.out())).reads)),
            "all of its workers read tasks from one pipe and write results into another"));
  }

  private static int size(Map<Line, List<ProcessFacts>> lines, Line line) {
    return lines.getOrDefault(line, List.of()).size();
  }

  private static PoolKind kind(ProcessFacts manager) {
    return manager.libraries().contains("_billiard") || pollsForResults(manager)
        ? PoolKind.BILLIARD_POOL
        : PoolKind.PYTHON_MULTIPROCESSING_POOL;
  }

  /// Debian's billiard has no library of its own. Its thread for results waits for events with a
  /// deadline, that of `multiprocessing` reads the pipe without one.
  private static boolean pollsForResults(ProcessFacts manager) {
    boolean reads = false;
    boolean polls = false;
    for (ThreadFacts thread : manager.threads().subList(1, manager.threads().size())) {
      reads |= thread.waiting() instanceof Waiting.Reading reading && reading.pipe();
      polls |=
          thread.waiting() instanceof Waiting.Polling polling
              && polling.count() == 1
              && polling.deadline() == Deadline.SOME;
    }
    return polls && !reads;
  }

  /// The two pipes of a worker, by their names.
  private record Line(String in, String out) {}

  private static Optional<Line> line(Map<String, Ends> managers, Map<String, Ends> workers) {
    Set<String> in = new HashSet<>();
    Set<String> out = new HashSet<>();
    managers.forEach((pipe, ends) -> {
      Ends own = workers.get(pipe);
      if (ends.both() && own != null && !own.both()) {
        (own.canRead ? in : out).add(pipe);
      }
    });
    return in.size() == 1 && out.size() == 1
        ? Optional.of(new Line(in.iterator().next(), out.iterator().next()))
        : Optional.empty();
  }

  /// What a process has of one pipe.
  private static final class Ends {
    private final PipeEnd reads;
    private boolean canRead;
    private boolean canWrite;

    Ends(PipeEnd first) {
      reads = first;
    }

    boolean both() {
      return canRead && canWrite;
    }
  }

  private static Map<String, Ends> ends(ProcessFacts process) {
    Map<String, Ends> ends = new HashMap<>();
    for (PipeEnd end : process.pipes().orElse(List.of())) {
      Ends of = ends.computeIfAbsent(end.pipe(), _ -> new Ends(end));
      of.canRead |= end.reads();
      of.canWrite |= !end.reads();
    }
    return ends;
  }

  private static Optional<FoundPool> byThreads(
      TreeFacts tree, ProcessFacts manager, List<ProcessFacts> possible) {
    boolean readsResults =
        manager.threads().stream()
            .skip(1)
            .anyMatch(thread -> thread.waiting() instanceof Waiting.Reading r && r.pipe());
    return readsResults && possible.stream().allMatch(Roles::isPython)
        ? Optional.of(
            new FoundPool(
                kind(manager),
                manager,
                Roles.of(tree, manager, possible),
                Optional.empty(),
                "one of its threads reads results from a pipe and its children run Python; its"
                    + " pipes may not be read"))
        : Optional.empty();
  }
}
