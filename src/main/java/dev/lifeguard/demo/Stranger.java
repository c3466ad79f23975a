package dev.lifeguard.demo;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerState;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stranger with a `kill` command: sends a signal to one worker, from outside and without a word
/// to the supervisor, when the job is under way and the worker is in the middle of a task.
///
/// Owned by the thread that delivers the events; the sending has a thread of its own.
public final class Stranger implements Trouble {
  private static final Logger LOG = LoggerFactory.getLogger(Stranger.class);

  /// So many tasks are done first, so that the audience has seen the pool at work.
  private static final int TASKS_BEFORE = 4;

  private final String signal;
  private Optional<ProcessIdentity> victim = Optional.empty();
  private boolean relented;

  /// @param signal its name without SIG, as `kill` takes it
  Stranger(String signal) {
    this.signal = signal;
  }

  @Override
  public void saw(PoolEvent event, Witness witness) {
    if (victim.isEmpty()) {
      strike(event, witness);
    } else if (signal.equals("STOP") && !relented) {
      relent(event, witness);
    }
  }

  private void strike(PoolEvent event, Witness witness) {
    // Somebody has just ended a task, so the one longest at work is well in the middle of its own.
    boolean underWay = witness.model().count(TaskState.DONE) >= TASKS_BEFORE;
    if (underWay && event instanceof PoolEvent.TaskEnded) {
      victim = longestAtWork(witness);
      victim.ifPresent(process -> send(process, signal));
    }
  }

  /// What was stopped goes on when everybody has seen that it was, and the others have done all
  /// there is to do without it.
  private void relent(PoolEvent event, Witness witness) {
    boolean seen = witness.states().contains(WorkerState.SUSPENDED);
    boolean othersDone =
        witness.model().sourceEnded() && witness.model().count(TaskState.QUEUED) == 0;
    if (seen && othersDone && event instanceof PoolEvent.Sampled) {
      relented = true;
      victim.ifPresent(process -> send(process, "CONT"));
    }
  }

  private static Optional<ProcessIdentity> longestAtWork(Witness witness) {
    return witness.model().workers().stream()
        .filter(worker -> !worker.isDead() && worker.task().isPresent())
        .min((a, b) -> Long.compare(a.taskStartedNanos(), b.taskStartedNanos()))
        .flatMap(Worker::process);
  }

  /// The same without waiting.
  static void send(ProcessIdentity process, String signal) {
    Thread.ofVirtual().name("stranger").start(() -> kill(process, signal));
  }

  /// Sends a signal as a stranger would, and waits until it is sent.
  ///
  /// @param signal its name without SIG, as `kill` takes it
  public static void kill(ProcessIdentity process, String signal) {
    try {
      new ProcessBuilder(
              "/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(process.pid()))
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
