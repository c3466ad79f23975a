package dev.lifeguard.demo;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.WorkerState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Watches a demonstration: what is known of its job, and what was seen on the way and is gone in
/// the end.
///
/// Belongs to the thread that delivers the events until the job has ended, and then to whoever
/// judges.
public final class Witness implements JobSource.Listener {
  private final JobModel model = new JobModel();
  private final Trouble trouble;
  private final Set<WorkerState> states = EnumSet.noneOf(WorkerState.class);
  private final Map<Integer, MemoryReading> last = new LinkedHashMap<>();
  private final Set<ProcessIdentity> descendants = new LinkedHashSet<>();

  /// A witness who also makes the trouble.
  public Witness(Trouble trouble) {
    this.trouble = trouble;
  }

  @Override
  public void accept(List<PoolEvent> batch) {
    for (PoolEvent event : batch) {
      model.apply(event);
      if (event instanceof PoolEvent.Sampled sample) {
        sample.readings().forEach(this::remember);
        model.workers().forEach(worker -> states.add(worker.state()));
      }
      trouble.saw(event, this);
    }
  }

  private void remember(ProcessReading reading) {
    int worker = reading.worker();
    if (worker == 0) {
      return;
    }
    boolean itself =
        model.worker(worker).process().map(it -> it.equals(reading.process())).orElse(false);
    if (itself) {
      last.put(worker, reading.memory());
    } else {
      descendants.add(reading.process());
    }
  }

  /// What is known of the job.
  public JobModel model() {
    return model;
  }

  /// The states in which workers were seen when they were measured.
  public Set<WorkerState> states() {
    return states;
  }

  /// The last reading of each worker that was ever measured, in the order of their first ones.
  public List<MemoryReading> lastMemory() {
    return new ArrayList<>(last.values());
  }

  /// The processes that workers had started, as far as they were measured.
  public List<ProcessIdentity> descendants() {
    return new ArrayList<>(descendants);
  }
}
