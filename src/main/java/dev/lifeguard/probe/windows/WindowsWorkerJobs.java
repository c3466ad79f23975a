package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.WorkerJobs;
import dev.lifeguard.probe.windows.OpenedProcess.Opening;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// Job objects by [JobObject], and one completion port that a thread of its own listens to.
///
/// Guarded by itself; no call in here waits for a process of a worker.
final class WindowsWorkerJobs implements WorkerJobs {
  // Keys of the port that belong to no worker.
  private static final long GOOD_BYE = 0;
  private static final long TRIAL = 1;
  // One that is suspended in a round may have started another one before.
  private static final int MOST_ROUNDS = 4;

  // It only has to close the port.
  private static final Duration MOST_WAIT = Duration.ofSeconds(1);

  private final Win32 win32;
  private final OptionalLong limitBytes;
  private final CompletionPort port;
  private final Waiters waiters;
  private final Thread listener =
      Thread.ofPlatform().name("job messages").daemon().unstarted(this::listen);
  private final Map<Integer, Job> jobs = new HashMap<>();
  private final Map<Long, Integer> byKey = new HashMap<>();
  private final Map<Integer, Account> accounts = new HashMap<>();
  private long lastKey = TRIAL;
  private boolean closed;

  /// The job of one worker.
  private record Job(JobObject object, long key) {}

  private WindowsWorkerJobs(Win32 win32, OptionalLong limitBytes, CompletionPort port) {
    this.win32 = win32;
    this.limitBytes = limitBytes;
    this.port = port;
    this.waiters = new Waiters(win32);
  }

  /// Opens the port and tries whether there can be a job with these limits.
  ///
  /// @throws IOException with a sentence for the user
  static WindowsWorkerJobs open(Win32 win32, OptionalLong limitBytes) throws IOException {
    CompletionPort port = CompletionPort.open(win32);
    try (JobObject tried = JobObject.create(win32, limitBytes)) {
      tried.tell(port, TRIAL);
    } catch (IOException refused) {
      port.close();
      throw refused;
    }
    WindowsWorkerJobs all = new WindowsWorkerJobs(win32, limitBytes, port);
    all.listener.start();
    return all;
  }

  @Override
  public synchronized void prepare(int worker) throws IOException {
    if (closed) {
      throw new IOException("the job objects of this run are closed");
    }
    remove(worker);
    JobObject object = JobObject.create(win32, limitBytes);
    long key = ++lastKey;
    try {
      object.tell(port, key);
    } catch (IOException refused) {
      object.close();
      throw refused;
    }
    accounts.put(worker, new Account(limitBytes, OptionalLong.empty(), false));
    byKey.put(key, worker);
    jobs.put(worker, new Job(object, key));
  }

  /// It is put into its job before it has run an instruction.
  @Override
  public StartedProcess start(int worker, ProcessBuilder how) throws IOException {
    try (SuspendedProcess made = SuspendedProcess.create(win32, how)) {
      admit(worker, made);
      WindowsProcess running = made.go(waiters);
      return new StartedProcess(running, running.identity());
    }
  }

  private synchronized void admit(int worker, SuspendedProcess made) throws IOException {
    Job job = jobs.get(worker);
    if (job == null) {
      throw new IOException("worker " + worker + " has no job object");
    }
    job.object.admit(made.handle());
  }

  private boolean with(ProcessIdentity process, int rights, Predicate<OpenedProcess> action) {
    if (OpenedProcess.open(win32, process, rights)
        instanceof Opening.Opened(OpenedProcess opened)) {
      try (opened) {
        return action.test(opened);
      }
    }
    return false;
  }

  @Override
  public synchronized int kill(int worker) {
    Job job = jobs.get(worker);
    if (job == null) {
      return 0;
    }
    int count = job.object.pids().size();
    return job.object.terminate(KILLED) ? count : 0;
  }

  /// In rounds: one that is not suspended yet may start another one meanwhile.
  @Override
  public synchronized boolean suspend(int worker) {
    Set<ProcessIdentity> tried = new HashSet<>();
    boolean any = false;
    boolean more = true;
    for (int round = 0; more && round < MOST_ROUNDS; round++) {
      more = false;
      for (ProcessIdentity member : members(worker)) {
        more |= tried.add(member) && act(worker, member, OpenedProcess::suspend);
      }
      any |= more;
    }
    return any;
  }

  @Override
  public synchronized boolean resume(int worker) {
    boolean any = false;
    for (ProcessIdentity member : members(worker)) {
      any |= act(worker, member, OpenedProcess::resume);
    }
    return any;
  }

  /// A number of a member that has ended may have a new owner by now, who is left alone.
  private boolean act(int worker, ProcessIdentity member, Predicate<OpenedProcess> action) {
    Job job = jobs.get(worker);
    return job != null
        && with(
            member,
            OpenedProcess.SUSPEND | OpenedProcess.QUERY,
            it -> job.object.holds(it) && action.test(it));
  }

  @Override
  public List<ProcessIdentity> members(int worker) {
    List<Long> pids = pids(worker);
    if (pids.isEmpty()) {
      return List.of();
    }
    ProcessList list = ProcessList.now(win32);
    List<ProcessIdentity> found = new ArrayList<>();
    pids.forEach(pid -> list.of(pid).ifPresent(row -> found.add(row.process())));
    return found;
  }

  private synchronized List<Long> pids(int worker) {
    Job job = jobs.get(worker);
    return job == null ? List.of() : job.object.pids();
  }

  @Override
  public synchronized Account account(int worker) {
    Account known =
        accounts.getOrDefault(
            worker, new Account(OptionalLong.empty(), OptionalLong.empty(), false));
    Job job = jobs.get(worker);
    return job == null
        ? known
        : new Account(known.limitBytes(), job.object.peakBytes(), known.refused());
  }

  @Override
  public synchronized void remove(int worker) {
    Job job = jobs.get(worker);
    if (job != null) {
      accounts.put(worker, account(worker));
      // Before the handle: its closing ends them as well, but with the exit code 0 of a success.
      job.object.terminate(KILLED);
      job.object.close();
      jobs.remove(worker);
      byKey.remove(job.key);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      List.copyOf(jobs.keySet()).forEach(this::remove);
    }
    // Nothing is left that would not end.
    waiters.finish();
    port.post(GOOD_BYE);
    try {
      listener.join(MOST_WAIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try (port) {
      for (var next = port.take(); next.isPresent(); next = port.take()) {
        if (next.get().key() == GOOD_BYE) {
          return;
        }
        take(next.get());
      }
    }
  }

  private synchronized void take(CompletionPort.Message message) {
    Integer worker = byKey.get(message.key());
    boolean refusal = JobMessage.of(message.number()).filter(JobMessage::isRefusal).isPresent();
    if (worker != null && refusal) {
      accounts.computeIfPresent(
          worker, (_, known) -> new Account(known.limitBytes(), known.peakBytes(), true));
    }
  }
}
