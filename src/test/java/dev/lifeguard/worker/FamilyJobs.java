package dev.lifeguard.worker;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ShortageException;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.WorkerJobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Job objects as far as a system without them can play them: a job is a process and its
/// descendants, which are ended by SIGKILL. Remembers the order of events.
final class FamilyJobs implements WorkerJobs {
  private final Map<Integer, Optional<ProcessHandle>> jobs = new ConcurrentHashMap<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private volatile Admission admission = _ -> true;
  private volatile boolean numb;
  private volatile boolean isShort;

  /// Decides whether a process is admitted.
  interface Admission {
    boolean admits(ProcessHandle process);
  }

  /// From now on this decides.
  void admit(Admission other) {
    admission = other;
  }

  /// From now on nothing is killed.
  void numb() {
    numb = true;
  }

  /// From now on the machine can start nothing.
  void runShort() {
    isShort = true;
  }

  /// What was asked for: `prepare 1`, `start 1`, `kill 1` …
  List<String> events() {
    return List.copyOf(events);
  }

  @Override
  public void prepare(int worker) {
    events.add("prepare " + worker);
    if (jobs.put(worker, Optional.empty()) != null) {
      throw new IllegalStateException("the job of worker " + worker + " is there already");
    }
  }

  @Override
  public StartedProcess start(int worker, ProcessBuilder how) throws IOException {
    events.add("start " + worker);
    if (isShort) {
      throw new ShortageException("Windows has no room for one more process");
    }
    Process started = how.start();
    if (!admission.admits(started.toHandle())) {
      started.destroyForcibly();
      throw new IOException("the job object refuses the process");
    }
    jobs.put(worker, Optional.of(started.toHandle()));
    return new StartedProcess(started, identity(started.toHandle()));
  }

  private Stream<ProcessHandle> family(int worker) {
    return jobs.getOrDefault(worker, Optional.empty()).stream()
        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
        .filter(ProcessHandle::isAlive);
  }

  @Override
  public int kill(int worker) {
    events.add("kill " + worker);
    List<ProcessHandle> all = new ArrayList<>(family(worker).toList());
    if (!numb) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    return all.size();
  }

  @Override
  public boolean suspend(int worker) {
    events.add("suspend " + worker);
    return signal(worker, 19);
  }

  @Override
  public boolean resume(int worker) {
    events.add("resume " + worker);
    return signal(worker, 18);
  }

  private boolean signal(int worker, int signal) {
    List<ProcessHandle> all = family(worker).toList();
    all.forEach(process -> ShellKill.one(process.pid(), signal));
    return !all.isEmpty();
  }

  @Override
  public List<ProcessIdentity> members(int worker) {
    return family(worker).map(FamilyJobs::identity).toList();
  }

  private static ProcessIdentity identity(ProcessHandle process) {
    try {
      return ProcStat.identity(process.pid());
    } catch (IOException gone) {
      return new ProcessIdentity(process.pid(), 0, 0);
    }
  }

  @Override
  public Account account(int worker) {
    return new Account(OptionalLong.empty(), OptionalLong.empty(), false);
  }

  @Override
  public void remove(int worker) {
    events.add("remove " + worker);
    kill(worker);
    jobs.remove(worker);
  }

  @Override
  public void close() {
    List.copyOf(jobs.keySet()).forEach(this::remove);
  }
}
