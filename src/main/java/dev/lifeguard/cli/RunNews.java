package dev.lifeguard.cli;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What happens in a pool and is worth a line in a terminal, besides incidents and failures, which
/// are better known after a while. Listens on the supervisor's thread; another thread takes the
/// lines.
final class RunNews implements JobSource.Listener {
  /// A job can have a million tasks that run into their soft limit.
  private static final int MOST_INTERRUPTED = 5;

  private final Queue<News> news = new ConcurrentLinkedQueue<>();
  private final boolean verbose;
  private final long graceNanos;
  private HostSystem system = HostSystem.LINUX;
  private int interrupted;

  /// Something to tell.
  ///
  /// @param ending whether the running tasks have their grace time from now on
  /// @param remedy what the user can do about it; empty for nothing
  private record News(long atNanos, String text, boolean ending, String remedy) {}

  /// @param verbose whether recycling and signals are worth a line
  /// @param graceNanos how long a worker has to end after it was asked to
  RunNews(boolean verbose, long graceNanos) {
    this.verbose = verbose;
    this.graceNanos = graceNanos;
  }

  @Override
  public void accept(List<PoolEvent> batch) {
    for (PoolEvent event : batch) {
      if (event instanceof PoolEvent.JobStarted begun) {
        system = begun.job().system();
      } else if (event instanceof PoolEvent.JobResumed again) {
        system = again.job().system();
      }
      news(event).ifPresent(news::add);
    }
  }

  /// The lines about what has happened since the last call.
  ///
  /// @param running how many tasks are running now
  List<String> lines(int running) {
    List<String> lines = new ArrayList<>();
    for (News next = news.poll(); next != null; next = news.poll()) {
      String time = "[" + RunReporter.clock(next.atNanos()) + "] ";
      lines.add(time + next.text() + (next.ending() ? ": " + left(running) : "") + next.remedy());
    }
    return lines;
  }

  private String left(int running) {
    String time = Math.round(graceNanos / 1e8) / 10.0 + " s";
    String grace = time.replace(".0 s", " s");
    return switch (running) {
      case 0 -> "no task is running";
      case 1 -> "1 task is running, it has " + grace;
      default -> running + " tasks are running, they have " + grace;
    };
  }

  private Optional<News> news(PoolEvent event) {
    return switch (event) {
      case PoolEvent.TaskInterrupted e -> interrupted(e);
      case PoolEvent.TaskRepeated e ->
          line(e, "task " + e.task() + " runs task " + e.retryOf() + " once more");
      case PoolEvent.WorkerUnkillable e ->
          line(
              e,
              "worker "
                  + e.worker()
                  + " is still there after "
                  + (system.hasSignals() ? "SIGKILL" : "it was terminated")
                  + ": the kernel does not let go of it");
      case PoolEvent.RestartDelayed e ->
          line(
              e,
              e.deaths()
                  + " workers died before they finished a task; the next start is in "
                  + waitText(Math.max(0, e.untilNanos() - e.atNanos())));
      case PoolEvent.PoolPaused e -> line(e, "paused: no further task is started");
      case PoolEvent.PoolContinued e -> line(e, "goes on: tasks are started again");
      case PoolEvent.PoolResized e ->
          line(e, "resized: " + e.workers() + (e.workers() == 1 ? " worker" : " workers"));
      case PoolEvent.PoolDraining e ->
          line(e, "draining: no further task is started, those that run may finish");
      case PoolEvent.PoolStopping e -> stopping(e);
      case PoolEvent.PoolGaveUp e ->
          Optional.of(new News(e.atNanos(), "giving up, " + e.reason(), true, ""));
      case PoolEvent.WorkerStopping e when verbose && e.reason().isRecycling() ->
          line(e, "worker " + e.worker() + " is recycled: " + why(e.reason()));
      case PoolEvent.WorkerSignalling e when verbose && e.origin() == Origin.OPERATOR ->
          line(e, "worker " + e.worker() + ": " + system.nameOf(e.signal()) + ", " + e.reason());
      case PoolEvent.WorkerStopping _, PoolEvent.WorkerSignalling _ -> Optional.empty();
      // Incidents and failures are told elsewhere, the end by the verdict, the rest by numbers.
      case PoolEvent.JobStarted _,
          PoolEvent.JobResumed _,
          PoolEvent.TasksQueued _,
          PoolEvent.SourceEnded _,
          PoolEvent.TaskStarted _,
          PoolEvent.TaskEnded _,
          PoolEvent.TaskRequeued _,
          PoolEvent.TaskRetried _,
          PoolEvent.WorkerStarting _,
          PoolEvent.WorkerSpawned _,
          PoolEvent.WorkerReady _,
          PoolEvent.WorkerEnded _,
          PoolEvent.WorkerDied _,
          PoolEvent.CauseRefined _,
          PoolEvent.WorkerHung _,
          PoolEvent.WorkerMoved _,
          PoolEvent.Sampled _,
          PoolEvent.SamplingChanged _,
          PoolEvent.QueueAbandoned _,
          PoolEvent.RecordingFailed _,
          PoolEvent.JobEnded _,
          PoolEvent.PoolRecognised _,
          PoolEvent.PoolSeenInside _,
          PoolEvent.TasksPassed _,
          PoolEvent.WorkerObserved _,
          PoolEvent.PipesFilled _,
          PoolEvent.VerdictReached _,
          PoolEvent.ManagerEnded _,
          PoolEvent.Unrecognised _ ->
          Optional.empty();
    };
  }

  private static Optional<News> line(PoolEvent event, String text) {
    return Optional.of(new News(event.atNanos(), text, false, ""));
  }

  private Optional<News> interrupted(PoolEvent.TaskInterrupted e) {
    interrupted++;
    if (interrupted > MOST_INTERRUPTED + 1) {
      return Optional.empty();
    }
    return line(
        e,
        interrupted > MOST_INTERRUPTED
            ? "further soft time limits are not told here; the report counts them"
            : "task "
                + e.task()
                + ", attempt "
                + e.attempt()
                + ", ran into its soft time limit; an exception is raised in it on worker "
                + e.worker());
  }

  /// A key that was pressed is known to who pressed it; any other reason is told.
  private static Optional<News> stopping(PoolEvent.PoolStopping e) {
    String interrupt = "interrupted by ";
    if (!e.reason().startsWith(interrupt)) {
      return Optional.of(new News(e.atNanos(), "stopping, " + e.reason(), true, ""));
    }
    String signal = e.reason().substring(interrupt.length());
    String again = signal.equals("SIGINT") ? "Ctrl-C" : signal;
    return Optional.of(
        new News(e.atNanos(), "stopping", true, "; " + again + " again kills at once"));
  }

  private static String why(StopReason reason) {
    return switch (reason) {
      case TASK_COUNT -> "it has run as many tasks as one process may";
      case MEMORY -> "it has more memory than a process may that goes on";
      case RESTART -> "the user wants a fresh process";
      case NO_MORE_TASKS, SHUTDOWN, FEWER_WORKERS -> "it is not needed";
    };
  }

  /// A wait that is often much shorter than a second.
  private static String waitText(long nanos) {
    long millis = Math.round(nanos / 1e6);
    return millis < 1000 ? millis + " ms" : RunReporter.clock(nanos);
  }
}
