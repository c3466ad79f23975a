package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.probe.ProcessProbe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Readings from the list of all processes, one call for all of them in each round. What only a
/// walk through an address space tells is walked for now and then, see [Walks].
///
/// A descendant is found as the child of a process that is followed, belongs to the worker that it
/// was found under, and is followed until it ends, also when its parent ends before it.
///
/// Belongs to the sampler's thread.
final class WindowsProcessProbe implements ProcessProbe {
  private final Win32 win32;
  private final Watched supervisor;
  private final LongSupplier clock;
  private final Walks walks;
  private final Map<Long, FollowedProcess> followed = new LinkedHashMap<>();

  WindowsProcessProbe(Win32 win32, ProcessIdentity supervisor, LongSupplier clock) {
    this.win32 = win32;
    this.supervisor = new Watched(0, supervisor);
    this.clock = clock;
    this.walks = new Walks(win32, clock);
  }

  @Override
  public Sample sample(Collection<Watched> workers) {
    long began = clock.getAsLong();
    ProcessList list = ProcessList.now(win32);
    follow(workers, list);
    List<ProcessIdentity> gone = forgetEnded(list);
    adoptChildren(list);
    walks.run(followed.values());
    List<ProcessReading> news = new ArrayList<>();
    followed.values().forEach(each -> each.news(began).ifPresent(news::add));
    return new Sample(news, gone, clock.getAsLong() - began);
  }

  /// Makes the followed processes agree with what is watched.
  private void follow(Collection<Watched> workers, ProcessList list) {
    Map<Long, Watched> wanted = LinkedHashMap.newLinkedHashMap(workers.size() + 1);
    Set<Integer> numbers = HashSet.newHashSet(workers.size() + 1);
    wanted.put(supervisor.process().pid(), supervisor);
    numbers.add(supervisor.worker());
    for (Watched worker : workers) {
      wanted.put(worker.process().pid(), worker);
      numbers.add(worker.worker());
    }
    followed
        .values()
        .removeIf(each -> {
          Watched watched = wanted.get(each.process().pid());
          boolean stays =
              watched == null
                  ? each.isDescendant() && numbers.contains(each.worker())
                  : !each.isDescendant()
                      && watched.worker() == each.worker()
                      && watched.process().isSameAs(each.process());
          return !stays;
        });
    for (Watched watched : wanted.values()) {
      if (!followed.containsKey(watched.process().pid())) {
        list.of(watched.process())
            .ifPresent(
                row -> followed.put(row.pid(), new FollowedProcess(watched.worker(), false, row)));
      }
    }
  }

  private List<ProcessIdentity> forgetEnded(ProcessList list) {
    List<ProcessIdentity> gone = new ArrayList<>();
    for (FollowedProcess each : List.copyOf(followed.values())) {
      Optional<ProcessRow> now = list.of(each.process());
      if (now.isPresent()) {
        each.take(now.get());
      } else {
        followed.remove(each.process().pid());
        if (each.isDescendant()) {
          gone.add(each.process());
        }
      }
    }
    return gone;
  }

  private void adoptChildren(ProcessList list) {
    List<FollowedProcess> all = new ArrayList<>(followed.values());
    // Children that are found on the way join the end of the list.
    for (int i = 0; i < all.size(); i++) {
      FollowedProcess parent = all.get(i);
      if (parent.worker() == supervisor.worker()) {
        continue;
      }
      for (ProcessRow row : list.childrenOf(parent.row())) {
        if (!followed.containsKey(row.pid())) {
          FollowedProcess child = new FollowedProcess(parent.worker(), true, row);
          followed.put(row.pid(), child);
          all.add(child);
        }
      }
    }
  }

  @Override
  public void close() {
    followed.clear();
  }
}
