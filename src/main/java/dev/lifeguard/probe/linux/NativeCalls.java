package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Calls functions of the C library that answer -1 and set `errno` when they fail, and answers as
/// the kernel itself does: with the result, or the negated error number (see [Errno]).
///
/// Owned by one thread at a time, because it owns the memory into which the error number is
/// captured, and some to hand small structures over; objects are cheap.
final class NativeCalls {
  private static final int SCRATCH_BYTES = 128;

  private final MemorySegment errno;
  private final MemorySegment scratch;

  NativeCalls() {
    Arena arena = Arena.ofAuto();
    errno = arena.allocate(CFunction.CAPTURE);
    scratch = arena.allocate(SCRATCH_BYTES, 8);
  }

  /// Memory for one call, 128 bytes; what is in it is whatever was left there.
  MemorySegment scratch() {
    return scratch;
  }

  /// Makes the scratch memory all zero.
  void clear() {
    scratch.fill((byte) 0);
  }

  /// Where the scratch memory is.
  long at() {
    return scratch.address();
  }

  int scratchInt(long offset) {
    return scratch.get(JAVA_INT, offset);
  }

  long scratchLong(long offset) {
    return scratch.get(JAVA_LONG, offset);
  }

  /// A function that returns an int.
  int ints(CFunction function, long a, long b, long c, long d, long e) {
    int lowerHalf = (int) function.call(errno, a, b, c, d, e, 0);
    return (int) told(lowerHalf);
  }

  int ints(CFunction function, long a, long b, long c, long d) {
    return ints(function, a, b, c, d, 0);
  }

  int ints(CFunction function, long a, long b, long c) {
    return ints(function, a, b, c, 0, 0);
  }

  int ints(CFunction function, long a, long b) {
    return ints(function, a, b, 0, 0, 0);
  }

  int ints(CFunction function, long a) {
    return ints(function, a, 0, 0, 0, 0);
  }

  /// A function that returns a long.
  long longs(CFunction function, long a, long b, long c, long d, long e) {
    return told(function.call(errno, a, b, c, d, e, 0));
  }

  /// Keeps the memory of a call until it is over, too.
  private long told(long answer) {
    try {
      return answer < 0 ? -CFunction.errorIn(errno) : answer;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  long longs(CFunction function, long a, long b, long c, long d) {
    return longs(function, a, b, c, d, 0);
  }

  long longs(CFunction function, long a, long b, long c) {
    return longs(function, a, b, c, 0, 0);
  }
}
