package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.WorkerJobs;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Job objects of Windows: nothing that a worker starts gets out of its job, all of it ends with
/// the job, and the job ends with Lifeguard.
///
/// Where there can be none, the Java library can still end a process and those that it sees below
/// it.
final class JobGrip implements Grip {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private final Optional<WorkerJobs> jobs;
  // The system counts how often a process was suspended; a user does not.
  private final Set<Integer> suspended = ConcurrentHashMap.newKeySet();

  private JobGrip(Optional<WorkerJobs> jobs) {
    this.jobs = jobs;
  }

  /// With the job objects that were found to work.
  static JobGrip of(WorkerSettings.MemoryHold hold) {
    return new JobGrip(
        hold instanceof WorkerSettings.MemoryHold.JobObject(WorkerJobs jobs)
            ? Optional.of(jobs)
            : Optional.empty());
  }

  @Override
  public void prepare(int worker) throws IOException {
    suspended.remove(worker);
    if (jobs.isPresent()) {
      jobs.get().prepare(worker);
    }
  }

  @Override
  public StartedProcess start(int worker, ProcessBuilder how) throws IOException {
    if (jobs.isPresent()) {
      return jobs.get().start(worker, how);
    }
    how.command(WindowsArguments.forJava(how.command()));
    Process started = how.start();
    return new StartedProcess(started, PortableSignals.identity(started));
  }

  private Optional<ProcessIdentity> member(int worker, long pid) {
    return jobs.stream()
        .flatMap(all -> all.members(worker).stream())
        .filter(process -> process.pid() == pid)
        .findFirst();
  }

  /// A launcher (`py`, or `python` of a virtual environment) waits for the Python that it has
  /// started.
  @Override
  public Optional<ProcessIdentity> behind(int worker, Process started, long pid) {
    return pid == started.pid() ? Optional.empty() : member(worker, pid);
  }

  @Override
  public boolean signal(int worker, Process started, int signal) {
    return switch (signal) {
      case SIGKILL, SIGTERM -> jobs.map(all -> all.kill(worker) > 0).orElseGet(() -> end(started));
      case SIGSTOP -> suspend(worker);
      case SIGCONT -> resume(worker);
      default -> false;
    };
  }

  private boolean suspend(int worker) {
    return jobs.isPresent()
        && (suspended.contains(worker) || (jobs.get().suspend(worker) && suspended.add(worker)));
  }

  private boolean resume(int worker) {
    return jobs.isPresent() && (!suspended.remove(worker) || jobs.get().resume(worker));
  }

  private static boolean end(Process started) {
    started.descendants().forEach(ProcessHandle::destroyForcibly);
    return started.toHandle().destroyForcibly();
  }

  @Override
  public void sweep(int worker, Process gone) {
    jobs.ifPresent(all -> all.kill(worker));
  }

  @Override
  public ExitStatus status(int exitValue) {
    return new ExitStatus.Windows(exitValue);
  }

  @Override
  public void remove(int worker) {
    jobs.ifPresent(all -> all.remove(worker));
  }

  @Override
  public void close() {
    jobs.ifPresent(WorkerJobs::close);
  }
}
