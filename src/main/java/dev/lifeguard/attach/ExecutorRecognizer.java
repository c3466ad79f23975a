package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.probe.PipeEnd;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.Waiting;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Knows `concurrent.futures.ProcessPoolExecutor`: a thread of its manager waits for events on the
/// result pipe, a pipe to wake it, and every worker, so on two descriptors more than it has
/// workers; and manager and workers have both ends of the same pipes, because nobody closes any.
final class ExecutorRecognizer implements PoolRecognizer {
  private static final int OTHER_DESCRIPTORS = 2;

  @Override
  public Optional<FoundPool> recognize(TreeFacts tree, ProcessFacts manager) {
    List<ProcessFacts> possible =
        Roles.possibleWorkers(tree, manager).stream()
            .filter(child -> child.threadCount() > 0 && Roles.isPython(child))
            .toList();
    if (possible.isEmpty() || !Roles.isPython(manager) || manager.threadCount() < 2) {
      return Optional.empty();
    }
    List<ProcessFacts> workers =
        manager.pipes().isPresent()
            ? possible.stream().filter(child -> sharesWholePipes(manager, child)).toList()
            : possible;
    return !workers.isEmpty() && waitsForAll(manager, workers.size())
        ? Optional.of(
            new FoundPool(
                PoolKind.PYTHON_PROCESS_POOL_EXECUTOR,
                manager,
                Roles.of(tree, manager, workers),
                Optional.empty(),
                "one of its threads waits for all of its workers and their results at once"))
        : Optional.empty();
  }

  private static boolean waitsForAll(ProcessFacts manager, int workers) {
    return manager.threads().stream()
        .skip(1)
        .anyMatch(thread ->
            thread.waiting() instanceof Waiting.Polling polling
                && (polling.count() < 0 || polling.count() == workers + OTHER_DESCRIPTORS));
  }

  private static boolean sharesWholePipes(ProcessFacts manager, ProcessFacts child) {
    Set<String> shared = whole(manager);
    shared.retainAll(whole(child));
    return !shared.isEmpty();
  }

  private static Set<String> whole(ProcessFacts process) {
    Set<String> read = new HashSet<>();
    Set<String> written = new HashSet<>();
    for (PipeEnd end : process.pipes().orElse(List.of())) {
      (end.reads() ? read : written).add(end.pipe());
    }
    read.retainAll(written);
    return read;
  }
}
