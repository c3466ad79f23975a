package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.Disturbances;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/// Looks at the threads of workers through `/proc`.
final class LinuxWaitProbe implements WaitProbe {
  private final LongSupplier clock;
  private final OpenFiles files;
  private final ChildFinder finder;
  private final OptionalLong lifeguard;
  private final Map<Integer, WatchedThread> threads = new HashMap<>();
  private final Disturbances disturbances = new Disturbances();

  LinuxWaitProbe(
      ProcessIdentity lifeguard, LongSupplier clock, OpenFiles files, ChildFinder finder) {
    this.clock = clock;
    this.files = files;
    this.finder = finder;
    this.lifeguard = OptionalLong.of(lifeguard.pid());
  }

  @Override
  public void beginRound(Collection<Integer> workers) {
    finder.beginRound();
    Set<Integer> rest = new HashSet<>(threads.keySet());
    rest.removeAll(workers);
    rest.forEach(this::forget);
    disturbances.keepOnly(workers);
  }

  @Override
  public Optional<ThreadWait> look(Subject subject) {
    WatchedThread thread = threads.get(subject.worker());
    if (thread != null && !thread.subject().equals(subject)) {
      forget(subject.worker());
      thread = null;
    }
    if (thread == null) {
      if (!isThere(subject.process())) {
        return Optional.empty();
      }
      thread = new WatchedThread(subject, WaitReader::read, files, finder, lifeguard);
      threads.put(subject.worker(), thread);
    }
    boolean ourDoing = disturbances.isOurDoing(subject.worker());
    Optional<ThreadWait> wait = thread.look(clock.getAsLong(), ourDoing);
    if (wait.isEmpty()) {
      forget(subject.worker());
    }
    return wait;
  }

  private static boolean isThere(ProcessIdentity process) {
    return ProcessIdentities.of(process.pid()).filter(process::isSameAs).isPresent();
  }

  @Override
  public void disturbed(int worker) {
    disturbances.add(worker);
  }

  private void forget(int worker) {
    WatchedThread thread = threads.remove(worker);
    if (thread != null) {
      thread.close();
    }
  }

  @Override
  public void close() {
    threads.values().forEach(WatchedThread::close);
    threads.clear();
  }
}
