package dev.lifeguard.demo;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.WorkerState;

/// Makes no trouble, and has the memory of all workers looked at as soon as every one is at work.
///
/// Owned by the thread that delivers the events.
final class Auditor implements Trouble {
  private boolean looked;

  @Override
  public void saw(PoolEvent event, Witness witness) {
    if (!looked && event instanceof PoolEvent.TaskStarted) {
      long busy =
          witness.model().workers().stream()
              .filter(worker -> worker.state() == WorkerState.BUSY)
              .count();
      if (busy == witness.model().wantedWorkers()) {
        looked = true;
        witness.lookAtMemory();
      }
    }
  }
}
