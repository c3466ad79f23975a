package dev.lifeguard.engine;

import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.pool.Input;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ThisSystem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A supervised pool of real processes.
///
/// One thread, the supervisor, owns the pool's core and carries out its orders; nothing that can
/// wait for a disk, a clock or a person runs on it. Beside it there are a feeder that reads the
/// items, a sampler that measures the processes, and short-lived virtual threads that collect
/// evidence. The public methods may be called on any thread.
///
/// Unlike other sources this one keeps no history: listeners subscribe before [#start]. Whoever
/// comes later follows the recording.
public final class Engine implements JobSource {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineSettings settings;
  private final TaskSource source;
  private final Probes probes;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<PoolEvent.JobEnded> ended = new CompletableFuture<>();
  private final Items items;
  private final Supervisor supervisor;
  private final Optional<Earlier> earlier;
  private final Thread thread;
  private boolean started;

  /// What is known of a job that was interrupted and goes on.
  ///
  /// @param model what its recorded events fold to; belongs to the engine from now on
  /// @param again tasks that had ended and whose results did not survive
  public record Earlier(JobModel model, List<Integer> again) {}

  /// An engine that does nothing yet.
  ///
  /// @param source closed by the engine in the end
  public Engine(EngineSettings settings, TaskSource source, Probes probes, Recorder recorder) {
    this(settings, source, probes, recorder, Optional.empty());
  }

  /// The same for a job that goes on, if there is anything before.
  ///
  /// @param source tells all its items anew, those that were known before first
  public Engine(
      EngineSettings settings,
      TaskSource source,
      Probes probes,
      Recorder recorder,
      Optional<Earlier> earlier) {
    this.earlier = earlier;
    this.settings = settings;
    this.source = source;
    this.probes = probes;
    items = new Items();
    Pool pool =
        earlier
            .map(known -> Pool.resuming(settings.policy(), known.model()))
            .orElseGet(() -> new Pool(settings.policy()));
    supervisor = new Supervisor(settings, pool, items, source, probes, recorder, this::publish);
    thread = new Thread(this::supervise, "supervisor");
  }

  /// Starts the job. May be called once.
  public synchronized void start() {
    if (started) {
      throw new IllegalStateException("the job was started already");
    }
    started = true;
    thread.start();
  }

  /// What it was told of its job.
  public EngineSettings settings() {
    return settings;
  }

  private void supervise() {
    try {
      JobDescription job = description();
      ended.complete(supervisor.run(job, beginning(job)));
    } catch (Throwable bug) {
      // Nobody waits for ever, whatever went wrong here; who waits decides how to tell it.
      ended.completeExceptionally(bug);
    } finally {
      source.close();
    }
  }

  private Input beginning(JobDescription job) {
    return earlier
        .<Input>map(known -> new Input.Resumed(job, known.again()))
        .orElseGet(() -> new Input.Began(job));
  }

  private JobDescription description() {
    var self =
        probes
            .identity(ProcessHandle.current().pid())
            .orElseThrow(() -> new IllegalStateException("this process cannot see itself"));
    return new JobDescription(
        settings.name(),
        settings.target(),
        settings.clock().startedAt(),
        self,
        settings.policy().form(),
        settings.policy().workers(),
        settings.policy().retry().deathsAllowed(),
        settings.policy().memory().limitBytes(),
        settings.policy().memory().means(),
        settings.runDirectory(),
        ThisSystem.kind());
  }

  private void publish(List<PoolEvent> batch) {
    listeners.removeIf(listener -> !hears(listener, batch));
  }

  /// A window that is broken must not break the pool.
  private static boolean hears(Listener listener, List<PoolEvent> batch) {
    try {
      listener.accept(batch);
      return true;
    } catch (RuntimeException bug) {
      LOG.error("a listener failed and hears nothing more", bug);
      return false;
    }
  }

  /// Adds a listener. It is called on the supervisor thread.
  ///
  /// @throws IllegalStateException if the job was started already
  @Override
  public synchronized void subscribe(Listener listener) {
    if (started) {
      throw new IllegalStateException("this engine keeps no history; follow its recording");
    }
    listeners.add(listener);
  }

  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    return supervisor.send(command);
  }

  /// What is known of the job, seen at one moment between two decisions; after the end, what is
  /// known for good.
  ///
  /// @param view makes a copy of what it wants; runs on the supervisor thread and must be quick
  public <T> CompletionStage<T> look(Function<JobModel, T> view) {
    return supervisor.look(view);
  }

  /// A signal wants this program to end: the first in order, the second at once.
  ///
  /// @param signal its number
  public void interrupt(int signal) {
    supervisor.tell(new Input.Interrupted(signal));
  }

  /// The recorder has failed; the pool goes on.
  public void recordingFailed(String reason) {
    supervisor.tell(new Input.RecordingFailed(reason));
  }

  /// The item of a task that has ended; it is forgotten here.
  public Payload takeItem(int task) {
    return items.take(task);
  }

  /// How the job ends. Completes exceptionally when the engine itself is broken.
  public CompletableFuture<PoolEvent.JobEnded> ended() {
    return ended.copy();
  }

  @Override
  public Set<Capability> capabilities() {
    return Capability.all(ThisSystem.kind());
  }

  /// Ends the delivery to the listeners. The job goes on.
  @Override
  public void close() {
    listeners.clear();
  }
}
