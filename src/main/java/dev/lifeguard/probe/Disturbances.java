package dev.lifeguard.probe;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which workers we have disturbed ourselves, so that what a [WaitProbe] sees them do next is no
/// sign of life. Any thread.
public final class Disturbances {
  /// The look that follows a disturbance may come before its effect, the one after it does not.
  private static final int LOOKS = 2;

  private final Map<Integer, Integer> looksLeft = new ConcurrentHashMap<>();

  /// A worker has been disturbed.
  public void add(int worker) {
    looksLeft.put(worker, LOOKS + 1);
  }

  /// Whether what happened to a worker since the look before may be our doing. Asked once for each
  /// look.
  public boolean isOurDoing(int worker) {
    return looksLeft.computeIfPresent(worker, (_, looks) -> looks > 1 ? looks - 1 : null) != null;
  }

  /// Forgets all others.
  public void keepOnly(Collection<Integer> workers) {
    looksLeft.keySet().retainAll(workers);
  }
}
