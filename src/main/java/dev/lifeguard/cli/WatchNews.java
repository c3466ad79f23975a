package dev.lifeguard.cli;

import dev.lifeguard.attach.Death;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.journal.WatchJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/// Tells what happens to a foreign pool, as lines for people or for programs. Listens on the thread
/// of the pool.
final class WatchNews implements JobSource.Listener {
  private static final long TASKS_NANOS = 500_000_000L;

  private final JobModel model = new JobModel();
  private final boolean json;
  private final BiConsumer<Terminal.Tone, String> lines;
  private final CompletableFuture<ExitStatus> ended = new CompletableFuture<>();
  private boolean first = true;
  private boolean toldInside;
  private boolean toldEnd;
  private long tasksToldNanos;
  private String tasksTold = "";

  /// @param lines takes each line, whole and without its end
  WatchNews(boolean json, BiConsumer<Terminal.Tone, String> lines) {
    this.json = json;
    this.lines = lines;
  }

  /// Done when the manager has ended and everything about it has been told.
  CompletableFuture<ExitStatus> ended() {
    return ended;
  }

  @Override
  public void accept(List<PoolEvent> batch) {
    for (PoolEvent event : batch) {
      model.apply(event);
      if (json) {
        WatchJson.line(event, model, first)
            .ifPresent(line -> lines.accept(Terminal.Tone.PLAIN, line));
      } else {
        tell(event);
      }
    }
    first = false;
    tellTasks(batch.getLast());
    model
        .foreign()
        .verdict()
        .filter(it -> it.verdict().kind() == VerdictKind.ENDED)
        .flatMap(_ -> model.foreign().end())
        .ifPresent(end -> ended.complete(end.status()));
    if (batch.getLast() instanceof PoolEvent.Unrecognised) {
      ended.complete(new ExitStatus.Unknown());
    }
  }

  /// Counts of tasks that can be seen, twice a second at most and in the end: a line for each would
  /// be more than anybody reads.
  private void tellTasks(PoolEvent last) {
    boolean ends = model.foreign().end().isPresent() && !toldEnd;
    if (model.foreign().inside().isEmpty()
        || (!ends && last.atNanos() - tasksToldNanos < TASKS_NANOS)) {
      return;
    }
    toldEnd |= ends;
    tasksToldNanos = last.atNanos();
    String line = json ? WatchJson.tasks(last, model) : counts();
    String counted = counts() + inHand();
    if (!counted.equals(tasksTold) && (json || ends)) {
      tasksTold = counted;
      lines.accept(
          Terminal.Tone.PLAIN, json ? line : "[" + RunReporter.clock(last.atNanos()) + "] " + line);
    }
  }

  private String counts() {
    StringBuilder text = new StringBuilder("its tasks: ");
    for (TaskState state : TaskState.values()) {
      int count = model.count(state);
      if (count > 0 || state == TaskState.DONE) {
        text.append(count)
            .append(' ')
            .append(state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .append(", ");
      }
    }
    text.setLength(text.length() - 2);
    int lost = model.lostAttempts();
    return lost == 0 ? text.toString() : text + "; " + lost + " attempts were lost";
  }

  private List<Integer> inHand() {
    return model.workers().stream()
        .filter(worker -> !worker.isDead())
        .map(worker -> worker.task().orElse(0))
        .toList();
  }

  private String ordered(PoolEvent.WorkerSignalling e) {
    HostSystem system = HostSystem.of(model);
    return system.nameOf(e.signal()) + (system.hasSignals() ? " is sent" : " is ordered");
  }

  private void tell(PoolEvent event) {
    switch (event) {
      case PoolEvent.JobStarted e ->
          line(e, "attached to pid " + e.job().supervisor().pid() + ": " + e.job().target());
      case PoolEvent.PoolRecognised e -> recognised(e);
      case PoolEvent.WorkerSpawned e -> line(e, spawned(e));
      case PoolEvent.WorkerEnded e ->
          line(e, who(e.worker()) + " " + Death.words(e.status()) + ", as wanted");
      case PoolEvent.WorkerDied e ->
          line(e, Terminal.Tone.BAD, model.incident(e.incident()).sentence());
      case PoolEvent.CauseRefined e ->
          line(e, Terminal.Tone.BAD, model.incident(e.incident()).sentence());
      case PoolEvent.VerdictReached e -> verdict(e, e.verdict());
      case PoolEvent.WorkerSignalling e -> line(e, who(e.worker()) + ": " + ordered(e));
      case PoolEvent.PoolSeenInside e -> {
        if (!toldInside) {
          toldInside = true;
          line(
              e,
              e.rescues()
                  ? "its tasks are seen from inside, and one that is lost with its worker is"
                      + " rescued"
                  : "its tasks are seen from inside");
        }
      }
      case PoolEvent.Unrecognised e -> line(e, e.text());
      default -> {
        // Measurements, and what only Lifeguard's own jobs have.
      }
    }
  }

  private void recognised(PoolEvent.PoolRecognised e) {
    line(e, "it is a " + e.kind().title() + ", because " + e.reason());
    line(e, "when a worker dies: " + e.kind().onDeath());
    if (!e.unseen().isEmpty()) {
      line(e, Terminal.Tone.QUIET, "not to be seen: " + String.join("; ", e.unseen()));
    }
    if (!e.remedy().isEmpty()) {
      line(e, Terminal.Tone.QUIET, "to see more: " + e.remedy());
    }
  }

  private String spawned(PoolEvent.WorkerSpawned e) {
    Optional<String> replaces =
        model.worker(e.worker()).replaces().stream()
            .mapToObj(dead -> " in place of " + who(dead))
            .findFirst();
    return who(e.worker()) + replaces.map(it -> " starts" + it).orElse(first ? "" : " starts");
  }

  private String who(int worker) {
    return "worker "
        + worker
        + model.worker(worker).process().map(p -> " (pid " + p.pid() + ")").orElse("");
  }

  private void verdict(PoolEvent event, Verdict verdict) {
    Terminal.Tone tone = verdict.kind().isTrouble() ? Terminal.Tone.BAD : Terminal.Tone.PLAIN;
    String word =
        verdict.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')
            + (verdict.certainty() == Certainty.LIKELY ? " (likely)" : "");
    line(event, tone, "verdict: " + word + ". " + verdict.sentence());
    if (!verdict.remedy().isEmpty()) {
      line(event, tone, "  " + verdict.remedy());
    }
  }

  private void line(PoolEvent event, String text) {
    line(event, Terminal.Tone.PLAIN, text);
  }

  private void line(PoolEvent event, Terminal.Tone tone, String text) {
    lines.accept(tone, "[" + RunReporter.clock(event.atNanos()) + "] " + text);
  }
}
