package dev.lifeguard.gui.events;

import org.jspecify.annotations.Nullable;

/// Up to [#SIZE] lines in parallel columns, written from the front. Pictures share a page with the
/// camera that goes on writing it: they see only as many lines as there were.
final class EventPage {
  static final int SIZE = 4096;

  private final long[] atNanos = new long[SIZE];
  private final EventSource[] source = new EventSource[SIZE];
  private final EventKind[] kind = new EventKind[SIZE];
  private final int[] worker = new int[SIZE];
  private final int[] task = new int[SIZE];
  private final int[] incident = new int[SIZE];
  private final @Nullable String[] detail = new @Nullable String[SIZE];

  void put(int i, EventLine line) {
    atNanos[i] = line.atNanos();
    source[i] = line.source();
    kind[i] = line.kind();
    worker[i] = line.worker();
    task[i] = line.task();
    incident[i] = line.incident();
    detail[i] = line.detail();
  }

  EventLine get(int i) {
    return new EventLine(
        atNanos[i], source[i], kind[i], worker[i], task[i], incident[i], detail(i));
  }

  EventSource source(int i) {
    return source[i];
  }

  EventKind kind(int i) {
    return kind[i];
  }

  int worker(int i) {
    return worker[i];
  }

  int task(int i) {
    return task[i];
  }

  String detail(int i) {
    String text = detail[i];
    return text == null ? "" : text;
  }
}
