package dev.lifeguard.cli;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.JobSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// The jobs that windows of this process have started. They end in order before the program does:
/// their recordings and reports are written by then. Thread-safe.
final class OwnRuns {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int ENOUGH_SIGNALS = 3;

  private final List<JobRun> runs = new CopyOnWriteArrayList<>();
  private final List<DemoProgram> programs = new CopyOnWriteArrayList<>();
  private final Set<JobSource> goingOn = ConcurrentHashMap.newKeySet();
  private final AtomicInteger signals = new AtomicInteger();

  /// Remembers a job.
  ///
  /// @return the same
  JobRun add(JobRun run) {
    runs.add(run);
    return run;
  }

  /// Remembers a program of a demonstration, which does not outlive this one.
  ///
  /// @return the same
  DemoProgram add(DemoProgram program) {
    programs.add(program);
    return program;
  }

  /// Lets a job go on when its window is closed: the program ends when the job does.
  void letGoOn(JobSource job) {
    goingOn.add(job);
  }

  /// Ends the program in order because of this signal: the jobs stop, at once the second time, and
  /// when they are finished the program ends with 128 and the signal's number. The third time
  /// nothing is waited for.
  void interrupt(int signal) {
    underWay().forEach(run -> run.engine().interrupt(signal));
    int count = signals.incrementAndGet();
    if (count == 1) {
      Thread.ofPlatform().name("interrupted").start(() -> exitWhenFinished(128 + signal));
    } else if (count == ENOUGH_SIGNALS) {
      Runtime.getRuntime().halt(128 + signal);
    }
  }

  private void exitWhenFinished(int status) {
    try {
      runs.forEach(run -> run.discard("interrupted before any window has shown it"));
      programs.forEach(DemoProgram::close);
      allOf(underWay()).exceptionally(_ -> null).join();
      endPrograms();
      tellComplaints();
    } catch (CompletionException bug) {
      Thread self = Thread.currentThread();
      self.getUncaughtExceptionHandler().uncaughtException(self, bug);
    } finally {
      System.exit(status);
    }
  }

  /// Waits for what goes on without a window, as long as that takes; ends what else still runs,
  /// waits for it at most fifteen seconds, and tells what went wrong with recordings and reports.
  ///
  /// @throws CompletionException if a job ended with an internal error
  void end() {
    runs.forEach(run -> run.discard("no window has shown it"));
    List<JobRun> left = underWay().stream().filter(run -> !goingOn.contains(run)).toList();
    left.forEach(run -> run.send(new Command.Abort("the window was closed")));
    try {
      allOf(left).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        Main.complain("a job does not end; what its workers leave behind is not cleared away");
      }
    }
    endPrograms();
    waitForThoseThatGoOn();
    tellComplaints();
  }

  private void endPrograms() {
    programs.forEach(DemoProgram::close);
    programs.forEach(program -> program.finished().join());
  }

  private void waitForThoseThatGoOn() {
    List<JobRun> left = underWay().stream().filter(goingOn::contains).toList();
    for (JobRun run : left) {
      Main.complain(
          "the job goes on without the window; see it with: lifeguard open "
              + run.directory().path());
    }
    allOf(left).join();
  }

  private List<JobRun> underWay() {
    return runs.stream().filter(JobRun::isUnderWay).toList();
  }

  private static CompletableFuture<Void> allOf(List<JobRun> some) {
    return CompletableFuture.allOf(
        some.stream().map(JobRun::finished).toArray(CompletableFuture<?>[]::new));
  }

  private void tellComplaints() {
    for (JobRun run : runs) {
      if (run.finished().isDone()) {
        run.finished().join().complaints().forEach(Main::complain);
      }
    }
  }
}
