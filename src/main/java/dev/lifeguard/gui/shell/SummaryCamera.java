package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolMemory;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Takes the pictures of the job as a whole.
final class SummaryCamera implements Camera<SummaryPicture> {
  // Events with which a recording tells of itself, see JournalReader.
  private static final String DAMAGED_LINE = "damaged-line";
  private static final String NEWER_FORMAT = "newer-format";
  private static final String SAVED_EARLY = "saved-early";

  private long scaleBytes = 1;
  private int gaps;
  private String remark = "";
  private boolean savedEarly;

  @Override
  public void saw(PoolEvent event) {
    if (event instanceof PoolEvent.Unrecognised told) {
      if (told.type().equals(DAMAGED_LINE)) {
        gaps++;
      } else if (told.type().equals(NEWER_FORMAT)) {
        remark = told.text();
      } else if (told.type().equals(SAVED_EARLY)) {
        savedEarly = true;
      }
    }
  }

  @Override
  public SummaryPicture take(JobModel model, Moment moment) {
    List<Worker> alive = model.workers().stream().filter(worker -> !worker.isDead()).toList();
    Map<TaskState, Integer> tasks = new EnumMap<>(TaskState.class);
    for (TaskState state : TaskState.values()) {
      tasks.put(state, model.countOfCounting(state));
    }
    return new SummaryPicture(
        model.job(),
        (int) alive.stream().filter(SummaryCamera::isBusy).count(),
        alive.size(),
        tasks,
        model.retriedTasks(),
        model.hungWorkers(),
        model.wantedWorkers(),
        memory(model, alive),
        flow(model),
        model.end(),
        model.gaveUp(),
        model.stopping(),
        model.recordingFault(),
        gaps,
        remark,
        savedEarly,
        model.samplePeriodNanos(),
        model.samplerCostNanos(),
        moment);
  }

  private static SummaryPicture.Flow flow(JobModel model) {
    if (model.end().isPresent()) {
      return SummaryPicture.Flow.ENDED;
    }
    if (model.isDraining()) {
      return SummaryPicture.Flow.DRAINING;
    }
    if (!model.stopping().isEmpty() || model.gaveUp().isPresent()) {
      return SummaryPicture.Flow.STOPPING;
    }
    return model.isPaused() ? SummaryPicture.Flow.PAUSED : SummaryPicture.Flow.RUNNING;
  }

  private static boolean isBusy(Worker worker) {
    return switch (worker.state()) {
      case BUSY, HUNG, UNINTERRUPTIBLE -> true;
      case STARTING, IDLE, STOPPING, DEAD, SUSPENDED, UNKILLABLE -> false;
    };
  }

  private MemoryLevel memory(JobModel model, List<Worker> alive) {
    List<MemoryReading> readings = new ArrayList<>();
    for (Worker worker : alive) {
      worker.reading().map(ProcessReading::memory).ifPresent(readings::add);
      worker.descendants().forEach(descendant -> readings.add(descendant.memory()));
    }
    // Each page counted once where that is known: forked workers share most of what they have.
    PoolMemory pool = PoolMemory.of(readings);
    MemoryReading sum =
        new MemoryReading(
            pool.pssBytes(),
            pool.committedBytes(),
            pool.reservedBytes(),
            OptionalLong.empty(),
            pool.isPssComplete() ? pool.pssBytes() : OptionalLong.empty(),
            OptionalLong.empty(),
            pool.swapBytes());
    OptionalLong perWorker =
        model.job().map(JobDescription::memoryLimitBytes).orElse(OptionalLong.empty());
    OptionalLong limit =
        perWorker.isPresent()
            ? OptionalLong.of(perWorker.getAsLong() * alive.size())
            : OptionalLong.empty();
    long used = Math.max(sum.residentBytes().orElse(0), sum.committedBytes().orElse(0));
    long reserved = Math.min(sum.reservedBytes().orElse(0), 2 * used);
    long most = Math.max(Math.max(used, reserved), limit.orElse(0));
    scaleBytes = Math.max(scaleBytes, MemoryLevel.roundScale(most));
    return new MemoryLevel(sum, limit, scaleBytes);
  }
}
