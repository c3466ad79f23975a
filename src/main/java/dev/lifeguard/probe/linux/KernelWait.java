package dev.lifeguard.probe.linux;

import java.util.regex.Pattern;

/// What the place in the kernel where a thread sleeps (`wchan`) tells of its wait, for when its
/// system call may not be read. Names differ from kernel to kernel (`pipe_read`, `anon_pipe_read`;
/// `futex_wait_queue`, `futex_do_wait`) and compilers add endings, so they are matched by pattern.
/// A deadline cannot be seen there, so the words are weak.
final class KernelWait {
  private static final Pattern FUTEX = Pattern.compile("^(__)?futex_");
  private static final Pattern PIPE_READ = Pattern.compile("pipe_read");
  private static final Pattern PIPE_WRITE = Pattern.compile("pipe_write");
  private static final Pattern FIFO = Pattern.compile("wait_for_partner|fifo_open");
  private static final Pattern FILE_LOCK =
      Pattern.compile("locks_lock_inode_wait|do_lock_file_wait|flock_lock|posix_lock|fcntl_setlk");
  private static final Pattern SEMAPHORE = Pattern.compile("semtimedop|semop");
  private static final Pattern SLEEP = Pattern.compile("nanosleep");
  private static final Pattern CHILD = Pattern.compile("^(do_wait|kernel_wait|wait_consider)");
  private static final Pattern EVENTS = Pattern.compile("poll|select");
  private static final Pattern SOCKET =
      Pattern.compile("^(unix_|sk_|inet|tcp_|udp_|__skb_|skb_|sock_)|wait_for_connect");
  private static final Pattern FROZEN = Pattern.compile("freezer|refrigerator|get_signal");
  private static final Pattern SIGNAL = Pattern.compile("pause|sigsuspend|sigtimedwait");

  private KernelWait() {}

  /// Whether the thread was frozen by its control group (version 2 lets it look asleep).
  static boolean isFrozen(String place) {
    return FROZEN.matcher(place).find();
  }

  /// Whether the thread waits for somebody to open the other end of a named pipe.
  private static boolean isOpeningFifo(String place) {
    return FIFO.matcher(place).find();
  }

  /// What the thread probably waits for.
  ///
  /// @param place what `wchan` says; `0` or empty when the kernel does not tell
  static Wait of(String place) {
    String where = isUnknown(place) ? "" : " (" + place + ")";
    if (isFrozen(place)) {
      return new Wait.Due("is frozen by its control group");
    } else if (FUTEX.matcher(place).find()) {
      return new Wait.ForEver("probably waits for a lock" + where);
    } else if (PIPE_READ.matcher(place).find()) {
      return new Wait.ForEver("probably reads a pipe" + where);
    } else if (PIPE_WRITE.matcher(place).find()) {
      return new Wait.ForEver("probably writes to a full pipe" + where);
    } else if (isOpeningFifo(place)) {
      return new Wait.ForEver("opens a named pipe that nobody has open at its other end");
    } else if (FILE_LOCK.matcher(place).find()) {
      return new Wait.ForEver("waits for a lock on a file" + where);
    } else if (SEMAPHORE.matcher(place).find()) {
      return new Wait.ForEver("probably waits for a semaphore" + where);
    } else if (CHILD.matcher(place).find()) {
      return new Wait.ForChild("waits for a child");
    } else if (SLEEP.matcher(place).find()) {
      return new Wait.Due("sleeps");
    } else if (SOCKET.matcher(place).find()) {
      return new Wait.Due("waits for a network socket");
    } else if (EVENTS.matcher(place).find()) {
      return new Wait.Due("waits for events" + where);
    } else if (SIGNAL.matcher(place).find()) {
      return new Wait.Due("waits for a signal");
    }
    return new Wait.Due("waits in the kernel" + where, !isUnknown(place));
  }

  /// What a thread waits for in open(2).
  static Wait ofOpening(String place) {
    return isOpeningFifo(place) ? of(place) : new Wait.Due("opens a file", !isUnknown(place));
  }

  private static boolean isUnknown(String place) {
    return place.isEmpty() || place.equals("0");
  }
}
