package dev.lifeguard.gui.events;

/// One line of the list.
///
/// @param worker whom it is about, 0 for nobody
/// @param task which task it is about, 0 for none
/// @param incident the incident that it belongs to, 0 for none
/// @param detail the particulars, for people
record EventLine(
    long atNanos,
    EventSource source,
    EventKind kind,
    int worker,
    int task,
    int incident,
    String detail) {

  /// Whom it is about: `worker 3`, `#60`, `#60 on worker 3`.
  String subject() {
    return Subjects.of(worker, task);
  }
}
