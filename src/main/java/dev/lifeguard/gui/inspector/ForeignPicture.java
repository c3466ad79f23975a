package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerActivity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the window shows of a job because somebody else started its pool.
///
/// @param recognised what the pool is; empty for a pool of Lifeguard
/// @param manager the number of the process that is watched
/// @param verdict the last conclusion
/// @param pipes how full its pipes are; empty when they cannot be looked into
/// @param inside what is told from inside the program; empty when its tasks cannot be seen
/// @param end how and when its manager has ended; empty while it runs
/// @param activities what each living worker does
public record ForeignPicture(
    Optional<PoolEvent.PoolRecognised> recognised,
    long manager,
    Optional<PoolEvent.VerdictReached> verdict,
    Optional<PoolEvent.PipesFilled> pipes,
    Optional<PoolEvent.PoolSeenInside> inside,
    Optional<End> end,
    Map<Integer, WorkerActivity> activities) {
  /// A pool of Lifeguard itself.
  public static final ForeignPicture NONE =
      new ForeignPicture(
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  /// The end of a manager.
  public record End(Instant at, PoolEvent.ManagerEnded event) {}

  /// Whether somebody else started the pool.
  public boolean isForeign() {
    return recognised.isPresent() || verdict.isPresent();
  }

  /// Takes the pictures.
  public static final class Taker implements Camera<ForeignPicture> {
    @Override
    public ForeignPicture take(JobModel model, Moment moment) {
      if (model.job().isEmpty()
          || (!model.foreign().isForeign() && model.foreign().verdict().isEmpty())) {
        return NONE;
      }
      Map<Integer, WorkerActivity> activities = new LinkedHashMap<>();
      for (Worker worker : model.workers()) {
        if (!worker.isDead()) {
          worker.observed().ifPresent(it -> activities.put(worker.number(), it));
        }
      }
      Instant started = model.job().get().startedAt();
      return new ForeignPicture(
          model.foreign().recognised(),
          model.job().get().supervisor().pid(),
          model.foreign().verdict(),
          model.foreign().pipes(),
          model.foreign().inside(),
          model.foreign().end().map(end -> new End(started.plusNanos(end.atNanos()), end)),
          activities);
    }
  }
}
