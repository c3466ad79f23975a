package dev.lifeguard.engine;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerForm;
import dev.lifeguard.probe.ProcessProbe.Watched;
import dev.lifeguard.probe.WaitProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The processes of the workers that are alive, as far as the published events tell. A slot has one
/// only while an attempt is under way in it.
///
/// Belongs to the supervisor thread.
final class LivingWorkers {
  private final WorkerForm form;
  private final Map<Integer, Watched> alive = new LinkedHashMap<>();
  private boolean changed;

  LivingWorkers(WorkerForm form) {
    this.form = form;
  }

  /// Takes up the next event.
  void apply(PoolEvent event) {
    switch (event) {
      case PoolEvent.WorkerSpawned e -> {
        alive.put(e.worker(), new Watched(e.worker(), e.process()));
        changed = true;
      }
      case PoolEvent.WorkerEnded e -> gone(e.worker());
      case PoolEvent.WorkerDied e -> gone(e.worker());
      case PoolEvent.TaskEnded e -> attemptEnded(e.worker());
      case PoolEvent.TaskRetried e -> attemptEnded(OptionalInt.of(e.worker()));
      default -> {}
    }
  }

  private void attemptEnded(OptionalInt worker) {
    if (form == WorkerForm.SLOT) {
      worker.ifPresent(this::gone);
    }
  }

  private void gone(int worker) {
    changed |= alive.remove(worker) != null;
  }

  /// All of them, if they are others than at the last call.
  Optional<List<Watched>> ifChanged() {
    boolean news = changed;
    changed = false;
    return news ? Optional.of(List.copyOf(alive.values())) : Optional.empty();
  }

  /// Those that began what they do before a moment: their start or the attempt in their hands.
  List<Suspect> suspects(JobModel model, long beforeNanos) {
    List<Suspect> suspects = new ArrayList<>();
    for (Watched one : alive.values()) {
      Worker worker = model.worker(one.worker());
      boolean starting = form == WorkerForm.PROCESS && !worker.saidHello();
      int task = worker.isDead() ? 0 : worker.task().orElse(0);
      long since = task != 0 ? worker.taskStartedNanos() : worker.startingNanos();
      if ((task != 0 || starting) && since <= beforeNanos) {
        suspects.add(suspect(one, worker, task, model));
      }
    }
    return suspects;
  }

  private Suspect suspect(Watched one, Worker worker, int task, JobModel model) {
    // The thread of a command is its own affair.
    long thread = form == WorkerForm.SLOT ? 0 : worker.taskThread();
    return new Suspect(
        new WaitProbe.Subject(one.worker(), one.process(), thread),
        task,
        task == 0 ? 0 : model.attempts(task));
  }

  /// Whether this is still the same process with the same attempt.
  boolean isStillSo(Suspect suspect, JobModel model) {
    WaitProbe.Subject subject = suspect.subject();
    Watched now = alive.get(subject.worker());
    Worker worker = model.worker(subject.worker());
    int task = worker.isDead() ? 0 : worker.task().orElse(0);
    return now != null
        && now.process().equals(subject.process())
        && task == suspect.task()
        && (task == 0 ? !worker.saidHello() : model.attempts(task) == suspect.attempt());
  }
}
