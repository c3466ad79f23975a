package dev.lifeguard.probe.linux;

import java.util.List;

/// What one thread waits for.
sealed interface Wait {
  /// A sentence without subject and end; empty for a thread that does not wait.
  String words();

  /// It does not wait.
  record None() implements Wait {
    @Override
    public String words() {
      return "";
    }
  }

  /// For something that comes by itself or from outside: a deadline, the network, a signal, a
  /// device.
  ///
  /// @param known false when the kernel did not tell the place where the thread sleeps, so that it
  ///   may be any other wait: one that takes sleepers from its queue late (Linux 6.12 and newer)
  ///   cannot tell it for a moment
  record Due(String words, boolean known) implements Wait {
    Due(String words) {
      this(words, true);
    }
  }

  /// For a child, which is alive: else it would not wait.
  record ForChild(String words) implements Wait {}

  /// Without a deadline for a lock or the like.
  record ForEver(String words) implements Wait {}

  /// Without a deadline for one of these ends of pipes.
  ///
  /// @param words with the pipe in it: `reads a pipe`
  record OnPipes(List<PipeEnd> ends, String words) implements Wait {}

  /// One end of a pipe.
  ///
  /// @param pipe what the link of its descriptor says: `pipe:[4711]`
  /// @param reads whether the thread wants to read, else to write
  record PipeEnd(String pipe, boolean reads) {}
}
