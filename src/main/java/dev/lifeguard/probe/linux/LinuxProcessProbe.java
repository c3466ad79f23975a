package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.probe.ProcessProbe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// Readings from `/proc`.
///
/// A descendant is found as the child of a process that is followed, belongs to the worker that it
/// was found under, and is followed until it ends, also when its parent ends before it.
///
/// Belongs to the sampler's thread.
final class LinuxProcessProbe implements ProcessProbe {
  private final Watched supervisor;
  private final LongSupplier clock;
  private final OpenFiles files;
  private final ChildFinder finder;
  private final SmapsScanner scanner;
  private final Map<Long, TrackedProcess> tracked = new LinkedHashMap<>();
  private long round;

  LinuxProcessProbe(
      ProcessIdentity supervisor, LongSupplier clock, OpenFiles files, ChildFinder finder) {
    this.supervisor = new Watched(0, supervisor);
    this.clock = clock;
    this.files = files;
    this.finder = finder;
    this.scanner = new SmapsScanner(clock);
  }

  @Override
  public Sample sample(Collection<Watched> workers) {
    long began = clock.getAsLong();
    round++;
    finder.beginRound();
    follow(workers);
    List<ProcessReading> news = new ArrayList<>();
    List<ProcessIdentity> gone = new ArrayList<>();
    List<TrackedProcess> all = new ArrayList<>(tracked.values());
    // Children that are found on the way join the end of the list.
    for (int i = 0; i < all.size(); i++) {
      TrackedProcess process = all.get(i);
      if (process.read(round, clock.getAsLong())) {
        process.news().ifPresent(news::add);
        if (process.worker() != supervisor.worker()) {
          process.findChildren(round, pid -> adopt(pid, process, all));
        }
      } else {
        forget(process);
        if (process.isDescendant()) {
          gone.add(process.identity());
        }
      }
    }
    scanner.run(tracked.values());
    return new Sample(news, gone, clock.getAsLong() - began);
  }

  /// Makes the followed processes agree with what is watched.
  private void follow(Collection<Watched> workers) {
    Map<Long, Watched> wanted = LinkedHashMap.newLinkedHashMap(workers.size() + 1);
    Set<Integer> numbers = HashSet.newHashSet(workers.size() + 1);
    wanted.put(supervisor.process().pid(), supervisor);
    numbers.add(supervisor.worker());
    for (Watched worker : workers) {
      wanted.put(worker.process().pid(), worker);
      numbers.add(worker.worker());
    }
    for (TrackedProcess process : List.copyOf(tracked.values())) {
      Watched watched = wanted.get(process.identity().pid());
      boolean stays =
          watched == null
              ? process.isDescendant() && numbers.contains(process.worker())
              : !process.isDescendant() && isOne(process, watched);
      if (!stays) {
        forget(process);
      }
    }
    for (Watched worker : wanted.values()) {
      if (!tracked.containsKey(worker.process().pid())) {
        TrackedProcess.ofWorker(worker.worker(), worker.process(), files, finder, clock.getAsLong())
            .ifPresent(process -> tracked.put(worker.process().pid(), process));
      }
    }
  }

  private static boolean isOne(TrackedProcess process, Watched watched) {
    return watched.worker() == process.worker() && watched.process().isSameAs(process.identity());
  }

  private void adopt(long pid, TrackedProcess parent, List<TrackedProcess> all) {
    if (tracked.containsKey(pid)) {
      return;
    }
    TrackedProcess.ofChild(pid, parent, files, finder, clock.getAsLong())
        .ifPresent(child -> {
          tracked.put(pid, child);
          all.add(child);
        });
  }

  private void forget(TrackedProcess process) {
    process.close();
    tracked.remove(process.identity().pid());
  }

  @Override
  public void close() {
    tracked.values().forEach(TrackedProcess::close);
    tracked.clear();
  }
}
