package dev.lifeguard.engine;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryMeans;
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
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.worker.WorkerFacts;
import dev.lifeguard.worker.WorkerPort;
import dev.lifeguard.worker.WorkerPorts;
import dev.lifeguard.worker.WorkerSettings.MemoryHold;
import java.util.ArrayList;
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
  private final Optional<MemoryWatch> memoryWatch;
  private final Feeder feeder;
  private final Pool pool;
  private final Decisions decisions = new Decisions();
  private final List<Input.TakenBack> takenBack = new ArrayList<>();
  private final Mailbox mailbox = new Mailbox();
  private final Map<Long, CompletableFuture<CommandAnswer>> asked = new ConcurrentHashMap<>();
  private final AtomicLong tickets = new AtomicLong();
  private final LivingWorkers living;
  private final ItemDesk itemDesk;
  private boolean recorderBehind;

  Supervisor(
      EngineSettings settings,
      Pool pool,
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
    this.pool = pool;
    living = new LivingWorkers(settings.policy().form());
    long mostBytes = settings.workers().messageLimitBytes();
    itemDesk = new ItemDesk(items, mostBytes, pool.model());
    feeder = new Feeder(source, this::tell, new Reader(), this::fault);
    memoryWatch = memoryWatch();
  }

  /// Runs the job to its last event. On the supervisor thread.
  ///
  /// @param beginning the first fact
  PoolEvent.JobEnded run(JobDescription job, Input beginning) {
    OutOfMemoryEvidence outOfMemory = probes.outOfMemory(clock);
    var sampler =
        new Sampler(
            probes.processes(job.supervisor(), clock),
            () -> {
              outOfMemory.mark();
              cgroups().ifPresent(WorkerCgroups::mark);
            },
            settings.samplePeriod(),
            clock,
            this::tell);
    var hangs =
        HangWatch.of(
            probes.waits(job.supervisor(), clock),
            settings.policy().hang().afterNanos(),
            new HangDesk());
    var evidence =
        new EvidenceDesk(outOfMemory, settings.workers().memory(), recorder, clock, this::tell);
    memoryWatch.ifPresent(MemoryWatch::start);
    try (outOfMemory;
        WorkerPort port = WorkerPorts.open(settings.workers(), clock)) {
      Hands hands = new Hands(port, evidence, sampler, hangs);
      mailbox.open(port);
      decideNow(beginning);
      sampler.start();
      hangs.ifPresent(HangWatch::start);
      feeder.start();
      carryOut(hands);
      while (!pool.hasEnded()) {
        // Not the time after it: what is heard next can have happened before that.
        long beforeNanos = clock.getAsLong();
        port.await(deadline(), this);
        if (!pool.hasEnded() && beforeNanos >= pool.nextDeadline()) {
          decide(beforeNanos, new Input.TimePassed());
        }
        watchRecorder();
        carryOut(hands);
      }
      mailbox.close();
    } catch (RuntimeException | Error bug) {
      mailbox.abandon(bug);
      throw bug;
    } finally {
      feeder.stop();
      sampler.stop();
      hangs.ifPresent(HangWatch::stop);
      memoryWatch.ifPresent(MemoryWatch::stop);
      evidence.stop();
      refuseTheRest();
    }
    return pool.model().end().orElseThrow();
  }

  /// Where nothing else holds the workers to their limit.
  private Optional<MemoryWatch> memoryWatch() {
    var memory = settings.policy().memory();
    return memory.means() != MemoryMeans.SAMPLER
        ? Optional.empty()
        : Optional.of(
            new MemoryWatch(
                probes.residentMeter(), memory.limitBytes().orElseThrow(), clock, this::tell));
  }

  private Optional<WorkerCgroups> cgroups() {
    return settings.workers().memory() instanceof MemoryHold.OwnCgroup(WorkerCgroups own)
        ? Optional.of(own)
        : Optional.empty();
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
      decideNow(new Input.RecorderBehind(behind));
    }
  }

  private void decide(long atNanos, Input input) {
    pool.handle(atNanos, input, decisions);
  }

  private void decideNow(Input input) {
    decide(clock.getAsLong(), input);
  }

  /// Those who carry out what was decided.
  private record Hands(
      WorkerPort port, EvidenceDesk evidence, Sampler sampler, Optional<HangWatch> hangs) {}

  private void carryOut(Hands hands) {
    if (decisions.isEmpty()) {
      return;
    }
    if (!decisions.events().isEmpty()) {
      publish(List.copyOf(decisions.events()), hands.sampler());
    }
    for (Effect effect : decisions.effects()) {
      carryOut(effect, hands);
    }
    decisions.clear();
    if (!takenBack.isEmpty()) {
      // The answers are known at once, and nothing else is decided before them: they are as of the
      // moment of the order, which is the pool's own as its time does not run backwards.
      List<Input.TakenBack> answers = List.copyOf(takenBack);
      takenBack.clear();
      answers.forEach(answer -> decide(0, answer));
      carryOut(hands);
    }
  }

  private void publish(List<PoolEvent> events, Sampler sampler) {
    recorder.accept(events);
    listeners.accept(events);
    boolean forgetItems = !recorder.takesItems();
    for (PoolEvent event : events) {
      living.apply(event);
      if (forgetItems && event instanceof PoolEvent.TaskEnded e) {
        items.take(e.task());
      }
    }
    living.ifChanged().ifPresent(crew -> watch(crew, sampler));
  }

  private void watch(List<Watched> crew, Sampler sampler) {
    sampler.watch(crew);
    memoryWatch.ifPresent(watch -> watch.watch(crew));
  }

  private void carryOut(Effect effect, Hands hands) {
    WorkerPort port = hands.port();
    switch (effect) {
      case Effect.Spawn(int worker) -> port.spawn(worker);
      case Effect.Run(int worker, int task, int attempt) ->
          items.find(task).ifPresent(item -> port.run(worker, task, attempt, item));
      case Effect.TakeBack(int worker, int task, int attempt) ->
          takenBack.add(
              new Input.TakenBack(worker, task, attempt, port.takeBack(worker, task, attempt)));
      case Effect.Interrupt(int worker, int task, int attempt) ->
          port.interrupt(worker, task, attempt);
      case Effect.Dump(int worker) -> {
        hands.hangs().ifPresent(watch -> watch.disturbed(worker));
        port.dump(worker);
      }
      case Effect.Stop(int worker) -> port.stop(worker);
      case Effect.Signal(int worker, int signal) -> port.signal(worker, signal);
      case Effect.Release(int worker) -> {
        port.release(worker);
        recorder.outputEnded(worker);
      }
      case Effect.CollectEvidence(int incident, int _) ->
          hands.evidence().lookInto(pool.model().incident(incident));
      case Effect.SampleEvery(long periodNanos) -> hands.sampler().every(periodNanos);
      case Effect.SampleNow _ -> hands.sampler().now();
      case Effect.ReadItems order -> feeder.order(order);
      case Effect.FetchItem order -> feeder.order(order);
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
    mailbox.post(() -> decideNow(input));
  }

  /// Any thread.
  CompletionStage<CommandAnswer> send(Command command) {
    CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
    long ticket = tickets.incrementAndGet();
    asked.put(ticket, answer);
    if (!mailbox.post(() -> decideNow(new Input.Asked(ticket, command)))) {
      refuseTheRest();
    }
    return answer;
  }

  /// Any thread. What is known of the job, seen at one moment between two decisions.
  <T> CompletableFuture<T> look(Function<JobModel, T> view) {
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

  /// What the feeder has read, brought to this thread.
  private final class Reader implements Feeder.Reader {
    @Override
    public void itemsRead(int firstItem, List<TaskSource.Item> read) {
      // The time before: many items take a while, and attempts may end meanwhile.
      mailbox.post(() -> decide(clock.getAsLong(), itemDesk.read(firstItem, read)));
    }

    @Override
    public void itemFetched(int task, TaskSource.Item item) {
      mailbox.post(() -> decideNow(itemDesk.fetched(task, item)));
    }
  }

  /// What the watch for hangs asks and finds, brought to this thread.
  private final class HangDesk implements HangWatch.Desk {
    @Override
    public CompletableFuture<List<Suspect>> suspects(long longerThanNanos) {
      return look(model -> living.suspects(model, clock.getAsLong() - longerThanNanos));
    }

    @Override
    public void found(List<HangWatch.Finding> findings) {
      mailbox.post(() -> findings.forEach(Supervisor.this::found));
    }
  }

  private void found(HangWatch.Finding finding) {
    // It may be busy with something else by now.
    if (living.isStillSo(finding.suspect(), pool.model())) {
      ThreadWait details = finding.details();
      decideNow(
          new Input.Looked(
              finding.suspect().subject().worker(),
              finding.progress(),
              details.sinceNanos(),
              details.words(),
              details.evidence()));
    }
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
    decideNow(new Input.OutputClosed(worker, atNanos));
  }

  @Override
  public void exited(int worker, ExitStatus status, long atNanos) {
    decideNow(new Input.Exited(worker, status, atNanos, known(worker, status, atNanos)));
  }

  private Optional<Input.Known> known(int worker, ExitStatus status, long atNanos) {
    return killed(worker, status, atNanos)
        .or(() -> JavaLastWords.of(status, () -> recorder.lastLines(worker), atNanos));
  }

  /// Asked at once only where there is a limit, and nobody of us has killed it: then it is what a
  /// SIGKILL mostly means, and else the decision would wait for a few small files that have nothing
  /// to tell.
  private Optional<Input.Known> killed(int worker, ExitStatus status, long atNanos) {
    boolean asks =
        settings.policy().memory().means() == MemoryMeans.CGROUP
            && OwnCgroup.maySay(status)
            && pool.model().worker(worker).signals().stream().noneMatch(OwnCgroup::isKill);
    return asks
        ? cgroups()
            .flatMap(all -> all.account(worker, atNanos))
            .flatMap(it -> OwnCgroup.known(it, atNanos))
        : Optional.empty();
  }
}
