package dev.lifeguard.cli;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// Kills one worker of the self-test from outside, without a word to the supervisor, while it is in
/// the middle of a task. On a busy machine the signal may come when the task has just ended; then
/// the next one has to do.
///
/// Owned by the thread that delivers the events.
final class SelfTestStranger implements JobSource.Listener {
  private static final int TASKS_BEFORE = 2;

  private final JobModel model = new JobModel();
  private OptionalInt victim = OptionalInt.empty();

  @Override
  public void accept(List<PoolEvent> batch) {
    batch.forEach(model::apply);
    boolean waits = victim.isPresent() && !model.taskState(victim.getAsInt()).isFinal();
    if (!waits && model.incidents().isEmpty() && model.count(TaskState.DONE) >= TASKS_BEFORE) {
      model.workers().stream()
          .filter(worker -> !worker.isDead() && worker.task().isPresent())
          .max(Comparator.comparingLong(Worker::taskStartedNanos))
          .ifPresent(this::kill);
    }
  }

  /// SIGKILL on Linux and its kin. A child of ours, because the number may be another's by now.
  private void kill(Worker worker) {
    boolean sent =
        worker
            .process()
            .flatMap(process -> ProcessHandle.of(process.pid()))
            .filter(handle -> handle.parent().filter(ProcessHandle.current()::equals).isPresent())
            .map(ProcessHandle::destroyForcibly)
            .orElse(false);
    victim = sent ? worker.task() : OptionalInt.empty();
  }
}
