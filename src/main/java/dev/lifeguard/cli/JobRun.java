package dev.lifeguard.cli;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.journal.ControlSocket;
import dev.lifeguard.journal.JobReport;
import dev.lifeguard.journal.JournalWriter;
import dev.lifeguard.journal.ResultsCopy;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunLock;
import dev.lifeguard.journal.RunOutput;
import dev.lifeguard.journal.Tried;
import dev.lifeguard.metrics.MetricsPort;
import dev.lifeguard.metrics.MetricsReading;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// One job in this process with everything that belongs to it: the engine, its recording and the
/// reports in the end. It is a source for a window: the first listener starts it.
final class JobRun implements JobSource {
  private static final Duration COPY_PATIENCE = Duration.ofSeconds(10);
  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(10);

  private final Engine engine;
  private final RunDirectory directory;
  private List<String> remarks = List.of();
  private String note = "";
  private final RunLock lock;
  private final Optional<ControlSocket> control;
  private final Optional<MetricsPort> metrics;
  private final JournalWriter journal;
  private final ResultsCopy copy;
  private final JobStarter.Wishes wishes;
  private final CompletableFuture<Ending> finished = new CompletableFuture<>();
  private final ThreadPoolExecutor reporters;
  private boolean started;
  private volatile boolean released;

  /// How a run ended.
  ///
  /// @param end the last event
  /// @param model what is known of the job, for good
  /// @param reports those that were written; the one of the run directory comes first
  /// @param complaints what went wrong with reports and copies, sentences for the user
  record Ending(
      PoolEvent.JobEnded end, JobModel model, List<Path> reports, List<String> complaints) {}

  /// The parts of a run.
  record Parts(
      Engine engine,
      RunDirectory directory,
      RunLock lock,
      Optional<ControlSocket> control,
      Optional<MetricsPort> metrics,
      JournalWriter journal,
      ResultsCopy copy,
      JobStarter.Wishes wishes) {}

  JobRun(Parts parts) {
    engine = parts.engine();
    directory = parts.directory();
    lock = parts.lock();
    control = parts.control();
    metrics = parts.metrics();
    journal = parts.journal();
    copy = parts.copy();
    wishes = parts.wishes();
    int reports = 1 + wishes.reports().size();
    reporters =
        new ThreadPoolExecutor(
            reports,
            reports,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("report").factory());
  }

  Engine engine() {
    return engine;
  }

  /// The same run with further remarks. Before it starts.
  JobRun with(List<String> said) {
    remarks = Stream.concat(remarks.stream(), said.stream()).toList();
    return this;
  }

  /// What the user should know before it begins, sentences.
  List<String> remarks() {
    return remarks;
  }

  /// The same run with a word on how it is run. Before it starts.
  JobRun withNote(String said) {
    note = said;
    return this;
  }

  /// What enforces its memory limit; empty without one.
  String note() {
    return note;
  }

  /// Where its metrics are to be read, if they are.
  Optional<URI> metrics() {
    return metrics.map(MetricsPort::address);
  }

  RunDirectory directory() {
    return directory;
  }

  /// Completes when the job has ended and its recording and reports are written.
  CompletableFuture<Ending> finished() {
    return finished;
  }

  /// Whether the job was started and is not [#finished].
  synchronized boolean isUnderWay() {
    return started && !finished.isDone();
  }

  /// Gives the job up if it was never started: it ends before it has done anything, which also
  /// gives back what was prepared for it.
  ///
  /// @param reason for its recording
  void discard(String reason) {
    boolean begun;
    synchronized (this) {
      begun = started;
    }
    if (!begun) {
      engine.send(new Command.Abort(reason));
      start();
    }
  }

  /// Starts the job; does nothing when it runs already.
  synchronized void start() {
    if (!started) {
      started = true;
      // In the end there may be no further thread to be had.
      reporters.prestartAllCoreThreads();
      engine.start();
      control.ifPresent(socket -> socket.serve(new ControlDesk(engine)));
      metrics.ifPresent(port -> port.serve(() -> engine.look(MetricsReading::of), Version.text()));
      Thread.ofPlatform().name("finisher").daemon(false).start(this::finish);
    }
  }

  private void finish() {
    try {
      Ending ending;
      try (lock) {
        ending = conclude();
      } finally {
        wishes.afterwards().run();
      }
      finished.complete(ending);
    } catch (Throwable bug) {
      // Nobody waits for ever, whatever went wrong here; who waits decides how to tell it.
      finished.completeExceptionally(bug);
    }
  }

  private Ending conclude() {
    PoolEvent.JobEnded end;
    JobModel model;
    try {
      end = engine.ended().join();
      model = engine.look(known -> known).toCompletableFuture().join();
    } finally {
      control.ifPresent(ControlSocket::close);
      metrics.ifPresent(MetricsPort::close);
      journal.close();
    }
    Reports reports = writeReports(model);
    List<String> complaints = new ArrayList<>(reports.complaints());
    if (!copy.close(COPY_PATIENCE)) {
      complaints.add(
          "the copy of the results is not complete"
              + (model.recordingFault().isEmpty() ? "; results.jsonl is" : ""));
    }
    return new Ending(end, model, reports.written(), complaints);
  }

  private record Reports(List<Path> written, List<String> complaints) {}

  private Reports writeReports(JobModel model) {
    List<Path> files = new ArrayList<>(wishes.reports());
    files.addFirst(directory.report());
    List<Path> written = new ArrayList<>();
    List<String> complaints = new ArrayList<>();
    for (Path file : files) {
      complaint(model, file).ifPresentOrElse(complaints::add, () -> written.add(file));
    }
    reporters.shutdown();
    return new Reports(written, complaints);
  }

  /// A disk that never answers keeps only a thread that nobody waits for.
  private Optional<String> complaint(JobModel model, Path file) {
    Future<Tried<Path>> writing = reporters.submit(() -> JobReport.write(model, file));
    try {
      return writing.get(REPORT_PATIENCE.toSeconds(), TimeUnit.SECONDS)
              instanceof Tried.Refused<Path>(String sentence)
          ? Optional.of(sentence)
          : Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of("The report cannot be written to " + file + ": the disk does not answer");
    } catch (ExecutionException bug) {
      throw new CompletionException(bug.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("The report was not written to " + file + ": the program ends");
    }
  }

  /// Tells the events to somebody who shows them, without starting the job. To be called before it
  /// starts.
  void onWritten(Listener listener) {
    journal.subscribe(listener);
  }

  /// Waits until what is about to be shown is on record.
  ///
  /// @param nanos the time of the latest event of it
  void awaitWritten(long nanos) throws InterruptedException {
    journal.awaitWritten(nanos);
  }

  @Override
  public synchronized void subscribe(Listener listener) {
    // The terminal listens as well, and goes on when a window lets go of this.
    journal.subscribe(batch -> {
      if (!released) {
        listener.accept(batch);
      }
    });
    start();
  }

  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    return engine.send(command);
  }

  @Override
  public Set<Capability> capabilities() {
    return engine.capabilities();
  }

  @Override
  public Optional<JobOutput> output() {
    return Optional.of(new RunOutput(directory));
  }

  @Override
  public void close() {
    released = true;
  }
}
