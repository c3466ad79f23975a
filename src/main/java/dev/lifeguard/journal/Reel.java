package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// The events of a recording in memory, packed: of the two that nearly every recording consists of,
/// see [HotLine], only the numbers are kept, in columns, and the event is made anew for whoever
/// looks at it. Two million events are 50 MB besides the texts of their items, a third of what they
/// take as objects; and a collection of garbage, of which there are a dozen while a recording is
/// read, has next to nothing to move.
///
/// One thread appends. The others hold a [#between], which never changes and is safe for whoever it
/// was handed to safely.
final class Reel {
  private static final int BITS = 12;
  private static final int SIZE = 1 << BITS;

  private Chunk[] chunks = new Chunk[64];
  private int size;
  private long lastNanos;
  private final List<Long> incidents = new ArrayList<>();

  /// Some neighbouring events in columns.
  private static final class Chunk {
    // Never falls, so that a moment is found by halving.
    private final long[] nanos = new long[SIZE];
    private final int[] task = new int[SIZE];
    private final int[] attempt = new int[SIZE];
    private final int[] worker = new int[SIZE];
    // The item of a task that is started, null for one that is done, every other event itself.
    private final @Nullable Object[] what = new @Nullable Object[SIZE];

    void put(int i, int ofTask, int ofAttempt, int ofWorker, @Nullable Object ofWhat) {
      task[i] = ofTask;
      attempt[i] = ofAttempt;
      worker[i] = ofWorker;
      what[i] = ofWhat;
    }

    PoolEvent get(int i) {
      Object known = what[i];
      if (known instanceof String item) {
        return new PoolEvent.TaskStarted(nanos[i], task[i], attempt[i], worker[i], item);
      }
      return known == null
          ? HotLine.done(nanos[i], task[i], attempt[i], OptionalInt.of(worker[i]))
          : (PoolEvent) known;
    }
  }

  void add(PoolEvent event) {
    boolean late = event.atNanos() < lastNanos;
    Chunk chunk = chunkAt(event.atNanos());
    int i = size++ & (SIZE - 1);
    if (late) {
      // It keeps its own time, and so itself.
      chunk.what[i] = event;
    } else if (event instanceof PoolEvent.TaskStarted e) {
      chunk.put(i, e.task(), e.attempt(), e.worker(), e.item());
    } else if (event instanceof PoolEvent.TaskEnded e && HotLine.isPlain(e)) {
      chunk.put(i, e.task(), e.attempts(), e.worker().orElseThrow(), null);
    } else {
      chunk.what[i] = event;
    }
    if (event instanceof PoolEvent.WorkerDied || event instanceof PoolEvent.WorkerHung) {
      incidents.add(lastNanos);
    }
  }

  /// The same as to add its event.
  void add(HotLine line) {
    if (line.nanos() < lastNanos) {
      add(line.event());
      return;
    }
    Chunk chunk = chunkAt(line.nanos());
    chunk.put(size++ & (SIZE - 1), line.task(), line.attempt(), line.worker(), line.item());
  }

  /// Makes room for one more event.
  private Chunk chunkAt(long nanos) {
    int i = size >> BITS;
    if (i == chunks.length) {
      // A new one: what was handed out goes on with the old.
      chunks = Arrays.copyOf(chunks, 2 * i);
    }
    if ((size & (SIZE - 1)) == 0) {
      chunks[i] = new Chunk();
    }
    lastNanos = size == 0 ? nanos : Math.max(lastNanos, nanos);
    chunks[i].nanos[size & (SIZE - 1)] = lastNanos;
    return chunks[i];
  }

  int size() {
    return size;
  }

  /// The moment of the last event, 0 when there is none.
  long lengthNanos() {
    return lastNanos;
  }

  /// When the incidents begin, ascending.
  List<Long> incidentNanos() {
    return incidents.stream().distinct().toList();
  }

  /// How many events there are up to and at this moment; the first one always.
  int countUpTo(long moment) {
    int low = Math.min(1, size);
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (chunks[middle >> BITS].nanos[middle & (SIZE - 1)] <= moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// These events. Whatever is appended afterwards, the list stays as it is.
  List<PoolEvent> between(int from, int until) {
    Objects.checkFromToIndex(from, until, size);
    return new Stretch(chunks, from, until);
  }

  private static final class Stretch extends AbstractList<PoolEvent> implements RandomAccess {
    private final Chunk[] chunks;
    private final int from;
    private final int until;

    private Stretch(Chunk[] chunks, int from, int until) {
      this.chunks = chunks;
      this.from = from;
      this.until = until;
    }

    @Override
    public PoolEvent get(int index) {
      int at = from + Objects.checkIndex(index, until - from);
      return chunks[at >> BITS].get(at & (SIZE - 1));
    }

    @Override
    public int size() {
      return until - from;
    }

    @Override
    public List<PoolEvent> subList(int fromIndex, int toIndex) {
      Objects.checkFromToIndex(fromIndex, toIndex, size());
      return new Stretch(chunks, from + fromIndex, from + toIndex);
    }
  }
}
