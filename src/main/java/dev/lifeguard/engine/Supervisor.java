package dev.lifeguard.engine;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.Worker;
import dev.lifeguard.pool.Decisions;
import dev.lifeguard.pool.Effect;
import dev.lifeguard.pool.Input;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessProbe.Watched;
import dev.lifeguard.worker.WorkerFacts;
import dev.lifeguard.worker.WorkerPort;
import dev.lifeguard.worker.WorkerPorts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// The one thread that decides: waits for facts, hands them to the core, publishes what it decided,
/// and then carries it out.
///
/// All facts of one round of waiting are decided before the first event of the round is published,
/// and all events are published before the first order is carried out. So a burst costs one
/// hand-over to the recorder, and an intent is on record before the signal goes out.
final class Supervisor implements WorkerFacts {
  /// How soon to look again whether a recorder that is behind has caught up.
  private static final long RECORDER_CHECK_NANOS = 10_000_000L;

  private static final CommandAnswer TOO_LATE =
      new CommandAnswer.Refused("the job has already ended");

  private final EngineSettings settings;
  private final RunClock clock;
  private final Items items;
  private final Probes probes;
  private final Recorder recorder;
  private final Consumer<List<PoolEvent>> listeners;
  private final Feeder feeder;
  private final Pool pool;
  private final Decisions decisions = new Decisions();
  private final List<Input.TakenBack> takenBack = new ArrayList<>();
  private final Mailbox mailbox = new Mailbox();
  private final Map<Long, CompletableFuture<CommandAnswer>> asked = new ConcurrentHashMap<>();
  private final AtomicLong tickets = new AtomicLong();
  private final Map<Integer, Watched> alive = new HashMap<>();
  private boolean recorderBehind;

  Supervisor(
      EngineSettings settings,
      Items items,
      TaskSource source,
      Probes probes,
      Recorder recorder,
      Consumer<List<PoolEvent>> listeners) {
    this.settings = settings;
    clock = settings.clock();
    this.items = items;
    this.probes = probes;
    this.recorder = recorder;
    this.listeners = listeners;
    pool = new Pool(settings.policy());
    feeder = new Feeder(source, this::tell, this::itemsRead, this::fault);
  }

  /// Runs the job from its first event to its last. On the supervisor thread.
  PoolEvent.JobEnded run(JobDescription job) {
    OutOfMemoryEvidence outOfMemory = probes.outOfMemory(clock);
    var sampler =
        new Sampler(
            probes.processes(job.supervisor(), clock),
            outOfMemory,
            settings.samplePeriod(),
            clock,
            this::tell);
    var evidence = new EvidenceDesk(outOfMemory, recorder, clock, this::tell);
    try (outOfMemory;
        WorkerPort port = WorkerPorts.open(settings.workers(), clock)) {
      mailbox.open(port);
      decide(clock.getAsLong(), new Input.Began(job));
      sampler.start();
      feeder.start();
      carryOut(port, evidence, sampler);
      while (!pool.hasEnded()) {
        port.await(deadline(), this);
        if (!pool.hasEnded() && clock.getAsLong() >= pool.nextDeadline()) {
          decide(clock.getAsLong(), new Input.TimePassed());
        }
        watchRecorder();
        carryOut(port, evidence, sampler);
      }
      mailbox.close();
    } catch (RuntimeException | Error bug) {
      mailbox.abandon(bug);
      throw bug;
    } finally {
      feeder.stop();
      sampler.stop();
      refuseTheRest();
    }
    return pool.model().end().orElseThrow();
  }

  private long deadline() {
    long wanted = pool.nextDeadline();
    return recorderBehind ? Math.min(wanted, clock.getAsLong() + RECORDER_CHECK_NANOS) : wanted;
  }

  private void watchRecorder() {
    if (pool.hasEnded()) {
      return;
    }
    boolean behind = recorder.isBehind();
    if (behind != recorderBehind) {
      recorderBehind = behind;
      decide(clock.getAsLong(), new Input.RecorderBehind(behind));
    }
  }

  private void decide(long atNanos, Input input) {
    pool.handle(atNanos, input, decisions);
  }

  private void carryOut(WorkerPort port, EvidenceDesk evidence, Sampler sampler) {
    if (decisions.isEmpty()) {
      return;
    }
    if (!decisions.events().isEmpty()) {
      publish(List.copyOf(decisions.events()), sampler);
    }
    for (Effect effect : decisions.effects()) {
      carryOut(effect, port, evidence);
    }
    decisions.clear();
    if (!takenBack.isEmpty()) {
      // The answers are known at once, and nothing else is decided before them.
      List<Input.TakenBack> answers = List.copyOf(takenBack);
      takenBack.clear();
      answers.forEach(answer -> decide(clock.getAsLong(), answer));
      carryOut(port, evidence, sampler);
    }
  }

  private void publish(List<PoolEvent> events, Sampler sampler) {
    recorder.accept(events);
    listeners.accept(events);
    boolean crewChanged = false;
    for (PoolEvent event : events) {
      switch (event) {
        case PoolEvent.WorkerSpawned e -> {
          alive.put(e.worker(), new Watched(e.worker(), e.process()));
          crewChanged = true;
        }
        case PoolEvent.WorkerEnded e -> crewChanged |= alive.remove(e.worker()) != null;
        case PoolEvent.WorkerDied e -> crewChanged |= alive.remove(e.worker()) != null;
        case PoolEvent.TaskEnded e -> {
          if (!recorder.takesItems()) {
            items.take(e.task());
          }
        }
        default -> {}
      }
    }
    if (crewChanged) {
      sampler.watch(List.copyOf(alive.values()));
    }
  }

  private void carryOut(Effect effect, WorkerPort port, EvidenceDesk evidence) {
    switch (effect) {
      case Effect.Spawn(int worker) -> port.spawn(worker);
      case Effect.Run(int worker, int task, int attempt) ->
          items.find(task).ifPresent(item -> port.run(worker, task, attempt, item));
      case Effect.TakeBack(int worker, int task, int attempt) ->
          takenBack.add(
              new Input.TakenBack(worker, task, attempt, port.takeBack(worker, task, attempt)));
      case Effect.Interrupt(int worker, int task, int attempt) ->
          port.interrupt(worker, task, attempt);
      case Effect.Dump(int worker) -> port.dump(worker);
      case Effect.FetchItem _ -> {}
      case Effect.Stop(int worker) -> port.stop(worker);
      case Effect.Signal(int worker, int signal) -> port.signal(worker, signal);
      case Effect.Release(int worker) -> {
        port.release(worker);
        recorder.outputEnded(worker);
      }
      case Effect.CollectEvidence(int incident, int _) ->
          evidence.lookInto(pool.model().incident(incident));
      case Effect.ReadItems order -> feeder.order(order);
      case Effect.Answer(long ticket, CommandAnswer answer) ->
          Optional.ofNullable(asked.remove(ticket)).ifPresent(future -> future.complete(answer));
    }
  }

  /// Any thread. A thread of the engine is broken: the job ends the way it does when this one is.
  private void fault(Throwable bug) {
    mailbox.post(() -> {
      throw new IllegalStateException("a thread of the engine is broken", bug);
    });
  }

  /// Any thread.
  void tell(Input input) {
    mailbox.post(() -> decide(clock.getAsLong(), input));
  }

  /// Any thread.
  CompletionStage<CommandAnswer> send(Command command) {
    CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
    long ticket = tickets.incrementAndGet();
    asked.put(ticket, answer);
    if (!mailbox.post(() -> decide(clock.getAsLong(), new Input.Asked(ticket, command)))) {
      refuseTheRest();
    }
    return answer;
  }

  /// Any thread. What is known of the job, seen at one moment between two decisions.
  <T> CompletionStage<T> look(Function<JobModel, T> view) {
    CompletableFuture<T> seen = new CompletableFuture<>();
    boolean posted =
        mailbox.post(() -> seen.complete(view.apply(pool.model())), seen::completeExceptionally);
    if (!posted) {
      // The supervisor has let go of the model for good.
      seen.complete(view.apply(pool.model()));
    }
    return seen;
  }

  private void refuseTheRest() {
    asked.values().forEach(future -> future.complete(TOO_LATE));
    asked.clear();
  }

  /// On the feeder's thread.
  private void itemsRead(int firstTask, List<TaskSource.Item> read) {
    for (int i = 0; i < read.size(); i++) {
      items.put(firstTask + i, read.get(i).json());
    }
    List<String> labels = read.stream().map(TaskSource.Item::label).toList();
    tell(new Input.ItemsRead(firstTask, labels, tooLarge(firstTask, read)));
  }

  private Map<Integer, TaskAnswer.Failure> tooLarge(int firstTask, List<TaskSource.Item> read) {
    long most = settings.workers().messageLimitBytes();
    Map<Integer, TaskAnswer.Failure> refused = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      long bytes = read.get(i).json().size();
      if (bytes > most) {
        refused.put(firstTask + i, ItemTooLarge.failure(bytes, most));
      }
    }
    return refused;
  }

  // Facts from the port, on this thread.

  @Override
  public void spawned(int worker, ProcessIdentity process, long atNanos) {
    decide(atNanos, new Input.Spawned(worker, process));
  }

  @Override
  public void spawnFailed(int worker, String reason, long atNanos) {
    decide(atNanos, new Input.SpawnFailed(worker, reason));
  }

  @Override
  public void startFailed(int worker, String reason, long atNanos) {
    decide(atNanos, new Input.StartFailed(worker, reason));
  }

  @Override
  public void ready(int worker, String runtime, long pid, long tid, long atNanos) {
    decide(atNanos, new Input.Ready(worker, runtime, tid));
  }

  @Override
  public void result(int worker, int task, int attempt, Payload json, long atNanos) {
    decide(atNanos, new Input.Result(worker, task, attempt, json));
  }

  @Override
  public void failed(int worker, int task, int attempt, TaskAnswer.Failure failure, long atNanos) {
    decide(atNanos, new Input.Failed(worker, task, attempt, failure));
  }

  @Override
  public void bye(int worker, long atNanos) {
    decide(atNanos, new Input.Bye(worker));
  }

  @Override
  public void violation(int worker, String offence, long atNanos) {
    decide(atNanos, new Input.Violated(worker, offence));
  }

  @Override
  public void output(int worker, List<String> lines, long atNanos) {
    Worker known = pool.model().worker(worker);
    int task = known.isDead() ? 0 : known.task().orElse(0);
    recorder.output(worker, task, task == 0 ? 0 : pool.model().attempts(task), lines);
  }

  @Override
  public void outputClosed(int worker, long atNanos) {
    // The time of the decision is now, whenever the sign was seen.
    decide(clock.getAsLong(), new Input.OutputClosed(worker, atNanos));
  }

  @Override
  public void exited(int worker, ExitStatus status, long atNanos) {
    decide(clock.getAsLong(), new Input.Exited(worker, status, atNanos));
  }
}
