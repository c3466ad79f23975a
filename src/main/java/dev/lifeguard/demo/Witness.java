package dev.lifeguard.demo;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.WorkerState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Watches a demonstration: what is known of its job, and what was seen on the way and is gone in
/// the end.
///
/// Belongs to the thread that delivers the events until the job has ended, and then to whoever
/// judges.
public final class Witness implements JobSource.Listener {
  private static final long PATIENCE_SECONDS = 10;

  private final JobModel model = new JobModel();
  private final Trouble trouble;
  private final Set<WorkerState> states = EnumSet.noneOf(WorkerState.class);
  private final ProcessInspector inspector;
  private final CompletableFuture<MemoryLook> look = new CompletableFuture<>();
  private final Set<ProcessIdentity> descendants = new LinkedHashSet<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  /// What was seen in one look at the memory of all workers.
  ///
  /// @param workers exact sizes, in the order of the workers
  /// @param machine what the whole machine has promised at that moment, in bytes
  public record MemoryLook(List<MemoryReading> workers, OptionalLong machine) {
    /// Copies the list.
    public MemoryLook {
      workers = List.copyOf(workers);
    }
  }

  /// A witness who also makes the trouble.
  ///
  /// @param inspector for looks at the memory of the workers
  public Witness(Trouble trouble, ProcessInspector inspector) {
    this.trouble = trouble;
    this.inspector = inspector;
  }

  @Override
  public void accept(List<PoolEvent> batch) {
    for (PoolEvent event : batch) {
      model.apply(event);
      if (event instanceof PoolEvent.Sampled sample) {
        sample.readings().forEach(this::remember);
        model.workers().forEach(worker -> states.add(worker.state()));
      }
      if (event instanceof PoolEvent.VerdictReached reached) {
        verdicts.add(reached.verdict());
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
    if (!itself) {
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

  /// What was concluded about a pool that somebody else started, in that order.
  public List<Verdict> verdicts() {
    return List.copyOf(verdicts);
  }

  /// Looks at the memory of all workers that live now, on a thread of its own. The first look
  /// counts.
  void lookAtMemory() {
    List<ProcessIdentity> workers =
        model.workers().stream()
            .filter(worker -> !worker.isDead())
            .flatMap(worker -> worker.process().stream())
            .toList();
    Thread.ofVirtual().name("witness").start(() -> look.complete(look(workers)));
  }

  private MemoryLook look(List<ProcessIdentity> workers) {
    return new MemoryLook(
        workers.stream()
            .flatMap(worker -> inspector.memory(worker, workers).seen().stream())
            .map(MemoryDetail::sizes)
            .toList(),
        inspector.machine().seen().map(MachineMemory::committedBytes).orElse(OptionalLong.empty()));
  }

  /// What was seen of the memory of the workers; waits a moment for a look that is under way.
  public Optional<MemoryLook> memoryLook() {
    try {
      return Optional.of(look.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Whether nothing that runs is left of a process; waits for that for some seconds.
  boolean isGone(ProcessIdentity process) {
    return Gone.is(process, inspector);
  }

  /// The processes that workers had started, as far as they were measured.
  public List<ProcessIdentity> descendants() {
    return new ArrayList<>(descendants);
  }
}
