package dev.lifeguard.probe;

/// What a thread is blocked in, as far as it may be read.
///
/// With the right to attach a debugger this is its system call with the arguments. Without it (for
/// a process that is no descendant of ours, under Yama's `ptrace_scope` 1, the default of Ubuntu)
/// it is only its place in the kernel: then deadlines, sizes and addresses are unknown, and the
/// constants that say so stand in their places.
public sealed interface Waiting {
  /// The same for people, a sentence without subject and end; empty for a thread that runs.
  default String words() {
    return switch (this) {
      case Not _ -> "";
      case Reading r when r.pipe() -> "reads a pipe";
      case Reading r -> r.target().isEmpty() ? "reads a file" : "reads " + r.target();
      case Writing w when w.pipe() -> "writes to a full pipe";
      case Writing w -> w.target().isEmpty() ? "writes to a file" : "writes to " + w.target();
      case Locked l ->
          (l.sharing() == Sharing.SHARED
                  ? "waits for a lock that processes share"
                  : "waits for a lock")
              + l.deadline().words();
      case Polling p -> "waits for events" + p.deadline().words();
      case Sleeping _ -> "sleeps";
      case ForChild _ -> "waits for a child";
      case Stopped _ -> "is suspended";
      case Uninterruptible _ -> "waits for a device, uninterruptibly";
      case Elsewhere _ -> "waits in the kernel";
    };
  }

  /// Whether a wait ends by itself.
  enum Deadline {
    /// It does, at some time.
    SOME,
    /// Only when somebody ends it.
    NONE,
    /// Not readable.
    UNKNOWN;

    String words() {
      return switch (this) {
        case SOME -> ", with a deadline";
        case NONE -> ", without a deadline";
        case UNKNOWN -> "";
      };
    }
  }

  /// Among whom a lock is shared.
  enum Sharing {
    /// The threads of one process.
    PRIVATE,
    /// Processes.
    SHARED,
    /// Not readable.
    UNKNOWN
  }

  /// It is not blocked.
  record Not() implements Waiting {}

  /// It reads.
  ///
  /// @param target what the descriptor leads to, `pipe:[4711]`; empty when unknown
  /// @param length how many bytes it asked for; -1 when unknown
  /// @param pipe whether it is a pipe
  record Reading(String target, long length, boolean pipe) implements Waiting {}

  /// It writes, and what it writes to is full.
  ///
  /// @param target what the descriptor leads to; empty when unknown
  record Writing(String target, boolean pipe) implements Waiting {}

  /// It waits for a lock, a condition or a semaphore (a futex).
  ///
  /// @param address where the futex is; 0 when unknown
  record Locked(Sharing sharing, Deadline deadline, long address) implements Waiting {}

  /// It waits for events on descriptors.
  ///
  /// @param count how many descriptors; -1 when unknown
  record Polling(long count, Deadline deadline) implements Waiting {}

  /// It sleeps for a time.
  record Sleeping() implements Waiting {}

  /// It waits for a child to end.
  record ForChild() implements Waiting {}

  /// A signal or a debugger has stopped it.
  record Stopped() implements Waiting {}

  /// It waits for a device and cannot be killed meanwhile.
  record Uninterruptible() implements Waiting {}

  /// For something else, for example the network, or what cannot be told.
  record Elsewhere() implements Waiting {}
}
