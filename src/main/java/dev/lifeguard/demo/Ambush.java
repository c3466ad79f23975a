package dev.lifeguard.demo;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerActivity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A stranger who waits until a single worker is at work, which is the one with the longest task by
/// far, and kills that one. It looks at what both kinds of pools let be seen, so that the same
/// happens to one that Lifeguard only watches.
///
/// Owned by the thread that delivers the events.
final class Ambush implements Trouble {
  /// Who was at work at some time, by their numbers: before all were, the job has only begun.
  private final Set<Integer> haveWorked = new HashSet<>();

  private boolean struck;

  @Override
  public void saw(PoolEvent event, Witness witness) {
    if (struck) {
      return;
    }
    List<Worker> alive =
        witness.model().workers().stream().filter(worker -> !worker.isDead()).toList();
    List<Worker> atWork = alive.stream().filter(Ambush::isAtWork).toList();
    atWork.forEach(worker -> haveWorked.add(worker.number()));
    // After a look everything is known; in the middle of what it tells, half of it is of before.
    boolean isLast = atWork.size() == 1 && alive.size() > 1 && haveWorked.size() == alive.size();
    if (event instanceof PoolEvent.Sampled && isLast) {
      struck = true;
      atWork.getFirst().process().ifPresent(process -> Stranger.send(process, "KILL"));
    }
  }

  private static boolean isAtWork(Worker worker) {
    return worker.task().isPresent()
        || worker.observed().filter(WorkerActivity.BUSY::equals).isPresent();
  }
}
