package dev.lifeguard.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What the workers print: marks every line with the task and attempt it belongs to, hands the
/// marked lines to the writer, and keeps the last ones of each worker in memory for incidents.
/// Thread-safe; each worker has one thread that brings its output.
final class OutputLog {
  /// How much output may wait for the disk.
  static final long MOST_WAITING_BYTES = 64L << 20;

  // So many workers that will print nothing any more keep their last lines.
  private static final int MOST_ENDED = 256;

  private final HandOver writer;
  private final Map<Integer, OutputLines> workers = new ConcurrentHashMap<>();
  private final Queue<Integer> ended = new ConcurrentLinkedQueue<>();

  OutputLog(HandOver writer) {
    this.writer = writer;
  }

  void append(int worker, int task, int attempt, byte[] bytes, int length) {
    OutputLines lines = workers.computeIfAbsent(worker, _ -> new OutputLines());
    handOver(worker, lines, lines.append(task, attempt, bytes, length));
  }

  void end(int worker) {
    OutputLines lines = workers.get(worker);
    if (lines == null) {
      return;
    }
    handOver(worker, lines, lines.finish());
    writer.put(new HandOver.Entry.OutputEnd(worker), 0);
    ended.add(worker);
    while (ended.size() > MOST_ENDED) {
      Integer eldest = ended.poll();
      if (eldest != null) {
        workers.remove(eldest);
      }
    }
  }

  List<String> lastLines(int worker) {
    OutputLines lines = workers.get(worker);
    return lines == null ? List.of() : lines.last();
  }

  private void handOver(int worker, OutputLines lines, Iterable<byte[]> pieces) {
    for (byte[] piece : pieces) {
      byte[] notice = lines.droppedNotice();
      HandOver.Entry entry =
          new HandOver.Entry.Output(worker, ByteBuffer.wrap(joined(notice, piece)));
      if (writer.put(entry, piece.length, MOST_WAITING_BYTES)) {
        lines.forgetDropped();
      } else {
        lines.dropped(piece.length);
      }
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    if (first.length == 0) {
      return second;
    }
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
