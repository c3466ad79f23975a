package dev.lifeguard.worker;

import java.util.ArrayDeque;
import java.util.List;

/// The last lines that a process has printed. Owned by one thread.
final class LastLines {
  private static final int MOST = 20;

  private final OutputLines lines = new OutputLines();
  private final ArrayDeque<String> last = new ArrayDeque<>();

  /// It printed this.
  void accept(byte[] bytes) {
    lines.accept(bytes, 0, bytes.length).forEach(this::add);
  }

  /// The last lines, oldest first, also one that was not ended.
  List<String> all() {
    lines.flush().forEach(this::add);
    return List.copyOf(last);
  }

  private void add(String line) {
    if (last.size() == MOST) {
      last.removeFirst();
    }
    last.addLast(line);
  }
}
