package dev.lifeguard.attach;

import static dev.lifeguard.testing.Patience.await;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.Worker;
import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/// A foreign pool on this machine and what Lifeguard says of it. A shell starts the program, so
/// that nothing of it is our child; closing it ends all of them.
final class WatchedPool implements AutoCloseable {
  private final Process shell;
  private final ForeignPool pool;
  private final JobModel model = new JobModel();
  private final List<PoolEvent> events = new ArrayList<>();

  private WatchedPool(Process shell, ForeignPool pool) {
    this.shell = shell;
    this.pool = pool;
    pool.subscribe(batch -> {
      synchronized (model) {
        events.addAll(batch);
        batch.forEach(model::apply);
      }
    });
  }

  /// Starts a command line of a shell in a directory and looks at it from the beginning.
  static WatchedPool start(Path directory, String line) throws IOException {
    // Whoever is started with & by a script inherits SIGINT ignored, and so would the pool.
    Process shell =
        new ProcessBuilder("env", "--default-signal=INT", "sh", "-c", line + "; true")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    return watch(shell);
  }

  /// Looks at what was started before.
  static WatchedPool watch(Process shell) {
    Probes probes = Probes.forThisSystem();
    // The shell is named; the pool is found below it once it is there.
    ProcessIdentity root = probes.identity(shell.pid()).orElseThrow();
    return new WatchedPool(shell, ForeignPool.watch(root, probes).orElseThrow());
  }

  JobModel model() {
    return model;
  }

  /// Everything that was told so far.
  List<PoolEvent> events() {
    synchronized (model) {
      return List.copyOf(events);
    }
  }

  /// Waits until what is known satisfies this.
  void until(Predicate<JobModel> condition) {
    try {
      await().until(() -> holds(condition));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("it says %s after %s".formatted(verdict(), events()), e);
    }
  }

  private boolean holds(Predicate<JobModel> condition) {
    synchronized (model) {
      return condition.test(model);
    }
  }

  /// Waits for a verdict.
  Verdict untilSays(VerdictKind kind, Certainty certainty) {
    until(_ -> verdict().filter(it -> says(it, kind, certainty)).isPresent());
    return verdict().orElseThrow();
  }

  private static boolean says(Verdict verdict, VerdictKind kind, Certainty certainty) {
    return verdict.kind() == kind && verdict.certainty() == certainty;
  }

  /// What it says now.
  Optional<Verdict> verdict() {
    synchronized (model) {
      return model.foreign().verdict().map(PoolEvent.VerdictReached::verdict);
    }
  }

  /// Which kind of pool it is; waits until that is known and it has this many workers.
  PoolKind kindWith(int workers) {
    until(m -> m.foreign().recognised().isPresent() && living(m) >= workers);
    synchronized (model) {
      return model.foreign().recognised().orElseThrow().kind();
    }
  }

  private static long living(JobModel model) {
    return model.workers().stream().filter(worker -> !worker.isDead()).count();
  }

  /// The process of a worker that is alive.
  ProcessIdentity process(int worker) {
    synchronized (model) {
      return model.worker(worker).process().orElseThrow();
    }
  }

  /// The workers that are alive.
  List<Worker> workers() {
    synchronized (model) {
      return model.workers().stream().filter(worker -> !worker.isDead()).toList();
    }
  }

  /// How it would be asked to end.
  EndMeans endMeans() {
    return pool.endMeans().orElseThrow().toCompletableFuture().join();
  }

  /// The parent of its workers.
  ProcessIdentity manager() {
    Probes probes = Probes.forThisSystem();
    long parent =
        ProcessHandle.of(process(1).pid()).flatMap(ProcessHandle::parent).orElseThrow().pid();
    return probes.identity(parent).orElseThrow();
  }

  /// Has something done to it and waits for the answer.
  CommandAnswer answer(Command command) {
    return CompletableFuture.<CommandAnswer>completedFuture(new CommandAnswer.Accepted())
        .thenCompose(_ -> pool.send(command))
        .join();
  }

  @Override
  public void close() {
    pool.close();
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }
}
