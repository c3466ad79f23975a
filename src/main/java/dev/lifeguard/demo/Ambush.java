package dev.lifeguard.demo;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerActivity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A stranger who waits until a single worker is still at work, and kills that one. It looks at
/// what both kinds of pools let be seen, so that the same happens to one that Lifeguard only
/// watches.
///
/// Owned by the thread that delivers the events.
final class Ambush implements Trouble {
  /// Between two tasks a worker looks idle for a moment: what is seen twice is no such moment.
  private static final int LOOKS = 2;

  /// Who was at work at some time, by their numbers: before all were, the job has only begun.
  private final Set<Integer> haveWorked = new HashSet<>();

  private int looks;
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
    if (event instanceof PoolEvent.Sampled) {
      boolean isLast = atWork.size() == 1 && alive.size() > 1 && haveWorked.size() == alive.size();
      looks = isLast ? looks + 1 : 0;
      if (looks == LOOKS) {
        struck = true;
        atWork.getFirst().process().ifPresent(process -> Stranger.send(process, "KILL"));
      }
    }
  }

  private static boolean isAtWork(Worker worker) {
    return worker.task().isPresent()
        || worker.observed().filter(WorkerActivity.BUSY::equals).isPresent();
  }
}
