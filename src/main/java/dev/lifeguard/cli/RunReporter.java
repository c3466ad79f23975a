package dev.lifeguard.cli;

import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WorkerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells on standard error how a run goes: a bar on a terminal, plain lines elsewhere, every
/// incident in a sentence, and the verdict.
final class RunReporter {
  private static final long LOOK_MILLIS = 100;
  private static final int PLAIN_EVERY_LOOKS = 50;
  private static final int BAR_WIDTH = 24;

  private final JobRun run;
  private final Terminal terminal;
  private final Verbosity verbosity;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("progress").daemon().unstarted(this::loop);
  private String lastPlain = "";
  private final RunNews news;
  private final IncidentNews incidents = new IncidentNews();
  private final FailureNews failures = new FailureNews();
  private int workersTold;
  private boolean faultTold;

  /// How much is told.
  enum Verbosity {
    /// Errors and the verdict.
    QUIET,
    /// Progress and incidents as well.
    NORMAL,
    /// Workers, recycling and signals as well.
    VERBOSE
  }

  /// A look at a running job.
  record Glance(
      int total,
      boolean totalIsFinal,
      int done,
      String others,
      int ended,
      int queued,
      int running,
      int retried,
      int busy,
      int alive,
      int starting,
      int hung,
      String mode,
      long atNanos,
      List<String> newIncidents,
      List<String> newWorkers,
      List<String> newFailures,
      String recordingFault) {}

  RunReporter(JobRun run, Terminal terminal, Verbosity verbosity) {
    this.run = run;
    this.terminal = terminal;
    this.verbosity = verbosity;
    news =
        new RunNews(
            verbosity == Verbosity.VERBOSE, run.engine().settings().policy().times().graceNanos());
  }

  void start() {
    if (verbosity != Verbosity.QUIET) {
      terminal.line(Terminal.Tone.QUIET, "run directory: " + run.directory().path());
      if (!run.note().isEmpty()) {
        terminal.line(Terminal.Tone.QUIET, run.note());
      }
      run.metrics().ifPresent(page -> terminal.line(Terminal.Tone.QUIET, "metrics: " + page));
    }
    run.onWritten(news);
    run.remarks().forEach(remark -> terminal.line(Terminal.Tone.WARNING, remark));
    thread.start();
  }

  /// Says the last words. Called once the run is finished.
  void finish(JobRun.Ending ending) {
    over.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tell(glance(ending.model()), true);
    terminal.end();
    ending
        .model()
        .gaveUp()
        .ifPresent(gaveUp -> gaveUp.lastWords().forEach(w -> bad("last words: " + w)));
    ending.complaints().forEach(this::bad);
    boolean well = ending.end().exitCode() == 0;
    terminal.line(well ? Terminal.Tone.GOOD : Terminal.Tone.BAD, verdict(ending));
  }

  private void bad(String text) {
    terminal.line(Terminal.Tone.BAD, text);
  }

  private void loop() {
    try {
      for (int looks = 0; !over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS); looks++) {
        boolean plain = looks % PLAIN_EVERY_LOOKS == PLAIN_EVERY_LOOKS - 1;
        Glance glance = run.engine().look(this::glance).toCompletableFuture().join();
        run.awaitWritten(glance.atNanos());
        tell(glance, plain);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// On the supervisor thread: takes what is needed, and nothing that changes later.
  private Glance glance(JobModel model) {
    int busy = 0;
    int alive = 0;
    int starting = 0;
    List<String> workers = new ArrayList<>();
    for (var worker : model.workers()) {
      WorkerState state = worker.state();
      busy += state == WorkerState.BUSY ? 1 : 0;
      alive += worker.isDead() ? 0 : 1;
      starting += state == WorkerState.STARTING ? 1 : 0;
      if (worker.number() > workersTold && worker.process().isPresent()) {
        workersTold = worker.number();
        workers.add("worker " + worker.number() + " is pid " + worker.process().get().pid());
      }
    }
    return new Glance(
        model.countingTasks(),
        model.sourceEnded(),
        model.countOfCounting(TaskState.DONE),
        others(model),
        ended(model),
        model.countOfCounting(TaskState.QUEUED),
        model.countOfCounting(TaskState.RUNNING),
        model.retriedTasks(),
        busy,
        alive,
        starting,
        model.hungWorkers(),
        mode(model),
        model.lastNanos(),
        incidents.lines(model),
        workers,
        failures.lines(model),
        model.recordingFault());
  }

  /// Why nothing new is started, in a word; empty when tasks are started as usual.
  private static String mode(JobModel model) {
    if (model.gaveUp().isPresent() || !model.stopping().isEmpty()) {
      return model.isDraining() ? "draining" : "stopping";
    }
    return model.isPaused() ? "paused" : "";
  }

  /// How many tasks ended otherwise than done, in words; empty when none did.
  private static String others(JobModel model) {
    StringBuilder text = new StringBuilder();
    add(text, model.countOfCounting(TaskState.FAILED), "failed");
    add(text, model.countOfCounting(TaskState.TIMED_OUT), "timed out");
    add(text, model.countOfCounting(TaskState.QUARANTINED), "quarantined");
    add(text, model.countOfCounting(TaskState.CANCELLED), "cancelled");
    return text.toString();
  }

  private static int ended(JobModel model) {
    return model.countingTasks()
        - model.countOfCounting(TaskState.QUEUED)
        - model.countOfCounting(TaskState.RUNNING);
  }

  private void tell(Glance glance, boolean plainIsDue) {
    if (!glance.recordingFault().isEmpty() && !faultTold) {
      faultTold = true;
      bad(glance.recordingFault());
    }
    if (verbosity == Verbosity.QUIET) {
      return;
    }
    if (verbosity == Verbosity.VERBOSE) {
      glance.newWorkers().forEach(text -> terminal.line(Terminal.Tone.QUIET, text));
    }
    news.lines(glance.running()).forEach(text -> terminal.line(Terminal.Tone.PLAIN, text));
    glance.newFailures().forEach(text -> terminal.line(Terminal.Tone.WARNING, text));
    glance.newIncidents().forEach(text -> terminal.line(Terminal.Tone.WARNING, text));
    String counts = counts(glance);
    terminal.progress(bar(glance) + " " + counts);
    if (plainIsDue && !terminal.isTerminal() && !counts.equals(lastPlain)) {
      lastPlain = counts;
      terminal.line(Terminal.Tone.PLAIN, "[" + clock(glance.atNanos()) + "] " + counts);
    }
  }

  private static String counts(Glance glance) {
    StringBuilder text = new StringBuilder();
    text.append(glance.done()).append(" of ").append(glance.total());
    text.append(glance.totalIsFinal() ? " done" : " so far done");
    text.append(glance.others());
    add(text, glance.running(), "running");
    add(text, glance.queued(), "queued");
    add(text, glance.retried(), "retried");
    if (glance.alive() > 0) {
      text.append(", ").append(glance.busy()).append("/").append(glance.alive()).append(" busy");
    }
    add(text, glance.starting(), "starting");
    add(text, glance.hung(), "hung");
    if (!glance.mode().isEmpty()) {
      text.append(", ").append(glance.mode());
    }
    return text.toString();
  }

  private static void add(StringBuilder text, int count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }

  private String bar(Glance glance) {
    int filled =
        glance.total() == 0 ? 0 : (int) ((long) BAR_WIDTH * glance.ended() / glance.total());
    return "["
        + "#".repeat(filled)
        + "-".repeat(BAR_WIDTH - filled)
        + "] "
        + clock(glance.atNanos());
  }

  /// `12.3 s`, `4:05`, `1:02:03`.
  static String clock(long nanos) {
    long seconds = nanos / 1_000_000_000L;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private String verdict(JobRun.Ending ending) {
    JobModel model = ending.model();
    StringBuilder text = new StringBuilder();
    text.append(model.job().map(job -> job.name()).orElse("job")).append(' ');
    text.append(word(ending.end().end())).append(": ");
    text.append(model.countOfCounting(TaskState.DONE));
    text.append(" of ").append(model.countingTasks());
    text.append(" done");
    text.append(others(model));
    add(text, model.countOfCounting(TaskState.NOT_RUN), "not run");
    add(text, model.retriedTasks(), "retried");
    add(text, model.incidents().size(), model.incidents().size() == 1 ? "incident" : "incidents");
    int hangs = (int) model.incidents().stream().filter(i -> i.hang().isPresent()).count();
    add(text, hangs, hangs == 1 ? "of them a hang" : "of them hangs");
    add(text, model.recycledWorkers(), "recycled");
    text.append(" in ").append(clock(model.lastNanos()));
    model.gaveUp().map(PoolEvent.PoolGaveUp::reason).ifPresent(r -> text.append("; ").append(r));
    if (!model.stopping().isEmpty()) {
      text.append("; ").append(model.stopping());
    }
    ending.reports().stream().findFirst().ifPresent(it -> text.append("; report: ").append(it));
    return text.toString();
  }

  private static String word(JobEnd end) {
    return switch (end) {
      case FINISHED -> "finished";
      case STOPPED -> "stopped";
      case GAVE_UP -> "gave up";
    };
  }
}
