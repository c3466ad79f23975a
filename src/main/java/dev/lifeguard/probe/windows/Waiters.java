package dev.lifeguard.probe.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// As many [Waiter]s as are needed: a thread can wait for 64 handles at most, so each has a thread
/// of its own and takes that many less one, by which it is woken. Guarded by itself.
final class Waiters implements AutoCloseable {
  private final Win32 win32;
  private final List<Waiter> all = new ArrayList<>();

  Waiters(Win32 win32) {
    this.win32 = win32;
  }

  /// Takes a process over.
  ///
  /// @param listener is told of its end
  /// @return false when nobody can wait for it; it is still that of whoever asked
  synchronized boolean take(OpenedProcess process, Waiter.Listener listener) {
    for (Waiter waiter : all) {
      if (waiter.take(process, listener)) {
        return true;
      }
    }
    Optional<Waiter> another = Waiter.start(win32);
    another.ifPresent(all::add);
    return another.filter(it -> it.take(process, listener)).isPresent();
  }

  /// Has the threads end when all that they wait for has ended.
  synchronized void finish() {
    all.forEach(Waiter::finish);
  }

  /// Has the threads end now; nothing is told of those that run still.
  @Override
  public synchronized void close() {
    all.forEach(Waiter::close);
    all.clear();
  }
}
