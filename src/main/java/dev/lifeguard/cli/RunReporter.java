package dev.lifeguard.cli;

import dev.lifeguard.job.Incident;
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
  private static final int MOST_FAILURES = 5;
  private static final long SETTLING_NANOS = 250_000_000L;

  private final JobRun run;
  private final Terminal terminal;
  private final Verbosity verbosity;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("progress").daemon().unstarted(this::loop);
  private String lastPlain = "";
  private int incidentsTold;
  private int workersTold;
  private int failuresTold;
  private boolean faultTold;

  /// How much is told.
  enum Verbosity {
    /// Errors and the verdict.
    QUIET,
    /// Progress and incidents as well.
    NORMAL,
    /// Workers as well.
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
      long atNanos,
      List<Incident> newIncidents,
      List<String> newWorkers,
      List<String> newFailures,
      String recordingFault) {}

  RunReporter(JobRun run, Terminal terminal, Verbosity verbosity) {
    this.run = run;
    this.terminal = terminal;
    this.verbosity = verbosity;
  }

  void start() {
    if (verbosity != Verbosity.QUIET) {
      terminal.line(Terminal.Tone.QUIET, "run directory: " + run.directory().path());
      if (!run.note().isEmpty()) {
        terminal.line(Terminal.Tone.QUIET, run.note());
      }
    }
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
        tell(run.engine().look(this::glance).toCompletableFuture().join(), plain);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// On the supervisor thread: takes what is needed, and nothing that changes later.
  private Glance glance(JobModel model) {
    int busy = 0;
    int alive = 0;
    List<String> workers = new ArrayList<>();
    for (var worker : model.workers()) {
      WorkerState state = worker.state();
      busy += state == WorkerState.BUSY ? 1 : 0;
      alive += worker.isDead() ? 0 : 1;
      if (worker.number() > workersTold && worker.process().isPresent()) {
        workersTold = worker.number();
        workers.add("worker " + worker.number() + " is pid " + worker.process().get().pid());
      }
    }
    List<Incident> all = model.incidents();
    List<String> failures = newFailures(model);
    int settled = incidentsTold;
    while (settled < all.size() && isSettled(all.get(settled), model)) {
      settled++;
    }
    List<Incident> fresh = List.copyOf(all.subList(incidentsTold, settled));
    incidentsTold += fresh.size();
    return new Glance(
        model.taskCount(),
        model.sourceEnded(),
        model.count(TaskState.DONE),
        others(model),
        ended(model),
        model.count(TaskState.QUEUED),
        model.count(TaskState.RUNNING),
        model.retriedTasks(),
        busy,
        alive,
        model.lastNanos(),
        fresh,
        workers,
        failures,
        model.recordingFault());
  }

  /// The first few exceptions are told, so that nobody has to look for why nothing works; a job can
  /// have a million of them.
  private List<String> newFailures(JobModel model) {
    List<Integer> failed = model.firstFailed();
    List<String> lines = new ArrayList<>();
    for (; failuresTold < Math.min(failed.size(), MOST_FAILURES); failuresTold++) {
      int task = failed.get(failuresTold);
      String error =
          model.failure(task).map(failure -> failure.type() + ": " + failure.message()).orElse("");
      lines.add(
          String.format(
              Locale.ROOT,
              "[%s] task %d (%s) failed: %s",
              clock(model.taskEndedNanos(task)),
              task,
              model.item(task),
              error));
    }
    if (failuresTold == MOST_FAILURES && failed.size() > MOST_FAILURES) {
      failuresTold++;
      lines.add("further failures are not told here; results.jsonl has all of them");
    }
    return lines;
  }

  /// The cause of a death can be refined a moment after it was published; a line that is printed
  /// cannot.
  private static boolean isSettled(Incident incident, JobModel model) {
    return model.end().isPresent() || incident.originNanos() + SETTLING_NANOS <= model.lastNanos();
  }

  /// How many tasks ended otherwise than done, in words; empty when none did.
  private static String others(JobModel model) {
    StringBuilder text = new StringBuilder();
    add(text, model.count(TaskState.FAILED), "failed");
    add(text, model.count(TaskState.TIMED_OUT), "timed out");
    add(text, model.count(TaskState.QUARANTINED), "quarantined");
    add(text, model.count(TaskState.CANCELLED), "cancelled");
    return text.toString();
  }

  private static int ended(JobModel model) {
    return model.taskCount() - model.count(TaskState.QUEUED) - model.count(TaskState.RUNNING);
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
    glance.newFailures().forEach(text -> terminal.line(Terminal.Tone.WARNING, text));
    for (Incident incident : glance.newIncidents()) {
      terminal.line(
          Terminal.Tone.WARNING,
          String.format(Locale.ROOT, "[%s] ", clock(incident.originNanos())) + incident.sentence());
    }
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
    text.append(model.count(TaskState.DONE)).append(" of ").append(model.taskCount());
    text.append(" done");
    text.append(others(model));
    add(text, model.count(TaskState.NOT_RUN), "not run");
    add(text, model.retriedTasks(), "retried");
    add(text, model.incidents().size(), model.incidents().size() == 1 ? "incident" : "incidents");
    text.append(" in ").append(clock(model.lastNanos()));
    model.gaveUp().map(PoolEvent.PoolGaveUp::reason).ifPresent(r -> text.append("; ").append(r));
    if (!model.stopping().isEmpty()) {
      text.append("; ").append(model.stopping());
    }
    return text.append("; report: ").append(run.directory().report()).toString();
  }

  private static String word(JobEnd end) {
    return switch (end) {
      case FINISHED -> "finished";
      case STOPPED -> "stopped";
      case GAVE_UP -> "gave up";
    };
  }
}
