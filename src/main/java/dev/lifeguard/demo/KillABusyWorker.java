package dev.lifeguard.demo;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stranger with a `kill` command: watches the job and kills one worker, from outside and without
/// a word to the supervisor, when the job is under way and the worker is in the middle of a task.
///
/// Owned by the thread that delivers the events; the killing has a thread of its own.
final class KillABusyWorker implements JobSource.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(KillABusyWorker.class);

  /// So many tasks are done first, so that the audience has seen the pool at work.
  private static final int TASKS_BEFORE = 4;

  private final JobModel model = new JobModel();
  private boolean done;

  @Override
  public void accept(List<PoolEvent> batch) {
    if (done) {
      return;
    }
    batch.forEach(model::apply);
    boolean underWay = model.count(TaskState.DONE) >= TASKS_BEFORE;
    boolean someoneEnded = batch.stream().anyMatch(PoolEvent.TaskEnded.class::isInstance);
    if (underWay && someoneEnded) {
      longestAtWork().ifPresent(this::kill);
    }
  }

  /// Somebody else has just ended a task, so this one is well in the middle of its own.
  private Optional<ProcessIdentity> longestAtWork() {
    return model.workers().stream()
        .filter(worker -> !worker.isDead() && worker.task().isPresent())
        .min((a, b) -> Long.compare(a.taskStartedNanos(), b.taskStartedNanos()))
        .flatMap(Worker::process);
  }

  private void kill(ProcessIdentity process) {
    done = true;
    Thread.ofVirtual().name("stranger").start(() -> killFromOutside(process));
  }

  private static void killFromOutside(ProcessIdentity process) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -9 \"$0\"", Long.toString(process.pid()))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      LOG.warn("the demonstration could not send its signal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
