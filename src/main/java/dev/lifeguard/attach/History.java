package dev.lifeguard.attach;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every event so far, for listeners that come late. Of measurements only the latest are kept one
/// by one: older ones are folded into the last reading of each process, which is all that a late
/// listener's model would know of them. Of very many tasks the older ones are folded likewise
/// ([TaskHistory]). Belongs to one thread.
final class History {
  private static final int MOST_SAMPLES = 4000;
  private static final int MOST_OF_TASKS = 40_000;

  private final List<PoolEvent> events = new ArrayList<>();
  private int samples;
  private int ofTasks;

  void add(PoolEvent event) {
    events.add(event);
    if (TaskHistory.isOne(event) && ++ofTasks > MOST_OF_TASKS) {
      List<PoolEvent> shorter = TaskHistory.fold(events, ofTasks);
      events.clear();
      events.addAll(shorter);
      ofTasks = (int) events.stream().filter(TaskHistory::isOne).count();
    }
    if (event instanceof PoolEvent.Sampled && ++samples > MOST_SAMPLES) {
      fold();
    }
  }

  List<PoolEvent> all() {
    return List.copyOf(events);
  }

  /// Folds the older half of the measurements into the last of them.
  private void fold() {
    int toFold = samples / 2;
    Map<Long, ProcessReading> last = new LinkedHashMap<>();
    List<ProcessIdentity> gone = new ArrayList<>();
    List<PoolEvent> kept = new ArrayList<>();
    int folded = 0;
    for (PoolEvent event : events) {
      if (event instanceof PoolEvent.Sampled sampled && folded < toFold) {
        folded++;
        sampled.readings().forEach(reading -> last.put(reading.process().pid(), reading));
        for (ProcessIdentity process : sampled.gone()) {
          if (last.remove(process.pid()) == null) {
            gone.add(process);
          }
        }
        if (folded == toFold) {
          kept.add(
              new PoolEvent.Sampled(
                  sampled.atNanos(), List.copyOf(last.values()), gone, sampled.costNanos()));
        }
      } else {
        kept.add(event);
      }
    }
    events.clear();
    events.addAll(kept);
    samples -= toFold - 1;
  }
}
