package dev.lifeguard.probe.linux;

import java.util.function.LongConsumer;

/// A way to find the children of processes. Belongs to the sampler's thread.
interface ChildFinder {
  /// The children of one process.
  interface Children extends AutoCloseable {
    /// Names children; those named before may be left out when nothing has changed.
    ///
    /// @param threads how many threads the process has
    /// @param thorough whether to look at all threads
    void find(int threads, boolean thorough, LongConsumer child);

    @Override
    void close();
  }

  /// To be called at the beginning of each round.
  void beginRound();

  /// The children of the process of this number.
  Children of(long pid);
}
