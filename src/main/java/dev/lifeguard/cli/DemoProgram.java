package dev.lifeguard.cli;

import dev.lifeguard.attach.ForeignPool;
import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Witness;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// An act that is somebody else's Python program: started as its user would start it, and watched
/// from outside like any pool. It does not outlive whoever shows it: [#close] ends it.
///
/// Any thread.
final class DemoProgram implements DemoAct, JobSource {
  /// What Lifeguard offers works within a moment, or never.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Act act;
  private final Witness witness;
  private final ForeignPool pool;
  private final CompletableFuture<Void> concluded = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final CompletableFuture<Void> finished;

  private DemoProgram(Act act, Witness witness, ForeignPool pool, GuardedProgram program) {
    this.act = act;
    this.witness = witness;
    this.pool = pool;
    finished = over.thenRunAsync(program::clear, task -> Thread.ofVirtual().start(task));
  }

  /// Starts it.
  ///
  /// @param parent where the temporary directory is made
  static DemoProgram start(Act act, Map<String, String> environment, Path parent)
      throws JobStarter.Refusal {
    Optional<String> obstacle = ProgramChecks.pythonObstacle(environment);
    if (obstacle.isPresent()) {
      throw refusal("the demonstration needs Python, and " + obstacle.get());
    }
    Probes probes = Probes.forThisSystem();
    GuardedProgram program = launch(act, environment, parent);
    Witness witness = new Witness(act.trouble().get(), probes.inspector());
    Optional<DemoProgram> watched =
        probes
            .identity(program.pid())
            .flatMap(process -> ForeignPool.watch(process, probes))
            .map(pool -> new DemoProgram(act, witness, pool, program));
    if (watched.isEmpty()) {
      program.clear();
      throw refusal("a pool that Lifeguard did not start can be watched on Linux only");
    }
    watched.get().pool.subscribe(watched.get()::saw);
    return watched.get();
  }

  private static GuardedProgram launch(Act act, Map<String, String> environment, Path parent)
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
            GuardedProgram.start(words, environment, directory, () -> DemoRun.remove(directory));
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

  private void saw(List<PoolEvent> batch) {
    witness.accept(batch);
    batch.forEach(event -> {
      if (event instanceof PoolEvent.VerdictReached reached) {
        VerdictKind kind = reached.verdict().kind();
        if (kind.isTrouble() || kind == VerdictKind.ENDED) {
          concluded.complete(null);
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

  /// Completes when it is said what is the matter with the pool, or when the program has ended.
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
  public void subscribe(Listener listener) {
    pool.subscribe(listener);
  }

  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    return pool.send(command);
  }

  @Override
  public Set<Capability> capabilities() {
    return pool.capabilities();
  }

  /// Other than with a pool that is really somebody else's, the program ends, too: nobody looks at
  /// it any more.
  @Override
  public void close() {
    pool.close();
    over.complete(null);
    concluded.complete(null);
  }
}
