package dev.lifeguard.cli;

import dev.lifeguard.attach.ForeignPool;
import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Witness;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// An act that is somebody else's Python program: started as its user would start it, and watched
/// from outside like any pool. It begins when somebody looks, and does not outlive whoever shows
/// it: [#close] ends it.
///
/// Any thread.
final class DemoProgram implements DemoAct, JobSource {
  /// A pool has to stand still for a second before what was likely is certain.
  private static final Duration TO_BECOME_CERTAIN = Duration.ofSeconds(8);

  /// What Lifeguard offers works within a moment, or never.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// A shell becomes the program within milliseconds; where `python3` is a script that looks for
  /// the right Python, that takes longer.
  private static final Duration TO_BECOME_PYTHON = Duration.ofSeconds(3);

  private static final long LOOK_NANOS = 2_000_000;

  private final Act act;
  private final Witness witness;
  private final GuardedProgram program;
  private final Probes probes;
  private final List<Listener> waiting = new ArrayList<>();
  private final CompletableFuture<Void> concluded = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final CompletableFuture<Void> finished;
  private Optional<ForeignPool> pool = Optional.empty();
  private boolean begun;

  private DemoProgram(Act act, Probes probes, GuardedProgram program) {
    this.act = act;
    this.probes = probes;
    this.program = program;
    witness = new Witness(act.trouble().get(), probes.inspector());
    finished = over.thenRunAsync(program::clear, task -> Thread.ofVirtual().start(task));
  }

  /// Prepares it so that only its begin is missing.
  ///
  /// @param parent where the temporary directory is made
  static DemoProgram prepare(Act act, Map<String, String> environment, Path parent)
      throws JobStarter.Refusal {
    Optional<String> obstacle = ProgramChecks.pythonObstacle(environment);
    if (obstacle.isPresent()) {
      throw refusal("the demonstration needs Python, and " + obstacle.get());
    }
    Probes probes = Probes.forThisSystem();
    if (probes.trees(System::nanoTime).isEmpty()) {
      throw refusal("a pool that Lifeguard did not start can be watched on Linux only");
    }
    return new DemoProgram(act, probes, program(act, environment, parent));
  }

  private static GuardedProgram program(Act act, Map<String, String> environment, Path parent)
      throws JobStarter.Refusal {
    try {
      Path directory = Files.createTempDirectory(parent, "lifeguard-demo-");
      Optional<GuardedProgram> program = Optional.empty();
      try {
        List<String> words =
            List.of(
                RunWiring.usualInterpreter(environment),
                act.extract(directory).getFileName().toString());
        program =
            GuardedProgram.prepare(words, environment, directory, () -> DemoRun.remove(directory));
        return program.orElseThrow(
            () -> refusal("programs can be launched on Linux with glibc 2.34 or newer only"));
      } finally {
        if (program.isEmpty()) {
          DemoRun.remove(directory);
        }
      }
    } catch (IOException e) {
      throw refusal("the demonstration's files cannot be written: " + RunWiring.reason(e));
    }
  }

  private static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }

  /// It begins, if it has not begun already.
  synchronized void begin() {
    if (!begun) {
      begun = true;
      Thread.ofVirtual().name("demonstration").start(this::watch);
    }
  }

  private void watch() {
    program.begin();
    awaitPython();
    Optional<ForeignPool> watched =
        probes.identity(program.pid()).flatMap(process -> ForeignPool.watch(process, probes));
    watched.ifPresent(it -> it.subscribe(this::saw));
    synchronized (this) {
      pool = watched;
      watched.ifPresent(it -> waiting.forEach(it::subscribe));
    }
    if (watched.isEmpty() || over.isDone()) {
      close();
    }
  }

  /// What it is called is what it is when it is looked at first.
  private void awaitPython() {
    long deadline = System.nanoTime() + TO_BECOME_PYTHON.toNanos();
    while (!isPython() && !over.isDone() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean isPython() {
    return ProcessHandle.of(program.pid())
        .flatMap(process -> process.info().command())
        .map(command -> Path.of(command).getFileName().toString().startsWith("python"))
        .orElse(false);
  }

  private void saw(List<PoolEvent> batch) {
    witness.accept(batch);
    batch.forEach(event -> {
      if (event instanceof PoolEvent.VerdictReached reached) {
        VerdictKind kind = reached.verdict().kind();
        boolean certain = reached.verdict().certainty() == Certainty.CERTAIN;
        if (kind == VerdictKind.ENDED || (kind.isTrouble() && certain)) {
          concluded.complete(null);
        } else if (kind.isTrouble()) {
          concluded.completeOnTimeout(null, TO_BECOME_CERTAIN.toSeconds(), TimeUnit.SECONDS);
        }
        if (kind == VerdictKind.ENDED) {
          over.complete(null);
        }
      }
    });
  }

  @Override
  public Act act() {
    return act;
  }

  @Override
  public Witness witness() {
    return witness;
  }

  /// Completes when it is said what is the matter with the pool, certainly or for a while only
  /// probably, or when the program has ended.
  CompletableFuture<Void> concluded() {
    return concluded;
  }

  @Override
  public CompletableFuture<Void> finished() {
    return finished;
  }

  @Override
  public void discard() {
    close();
  }

  /// Ends the program as the verdict offers it, and waits until nothing is left. A program that
  /// does not end like that is killed, which its promises will tell of.
  void end() {
    if (!over.isDone()) {
      send(new Command.Stop("the end of the demonstration"));
    }
    over.copy()
        .completeOnTimeout(null, PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .thenRun(this::close)
        .thenCompose(_ -> finished)
        .join();
  }

  @Override
  public synchronized void subscribe(Listener listener) {
    if (pool.isPresent()) {
      pool.get().subscribe(listener);
    } else {
      waiting.add(listener);
    }
    begin();
  }

  @Override
  public synchronized CompletionStage<CommandAnswer> send(Command command) {
    return pool.isPresent()
        ? pool.get().send(command)
        : CompletableFuture.completedFuture(
            new CommandAnswer.Refused("The program has not begun yet"));
  }

  @Override
  public synchronized Optional<CompletionStage<EndMeans>> endMeans() {
    return pool.flatMap(ForeignPool::endMeans);
  }

  /// It is a process of ours.
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.SET_SAMPLING,
        Capability.SIGNAL_WORKERS,
        Capability.SEND_SIGNALS,
        Capability.END_FOREIGN_JOB);
  }

  /// Other than with a pool that is really somebody else's, the program ends, too: nobody looks at
  /// it any more.
  @Override
  public void close() {
    synchronized (this) {
      begun = true;
      pool.ifPresent(ForeignPool::close);
    }
    over.complete(null);
    concluded.complete(null);
  }
}
