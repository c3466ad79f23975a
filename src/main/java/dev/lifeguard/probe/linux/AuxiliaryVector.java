package dev.lifeguard.probe.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What the kernel tells every program at its start (getauxval(3)), as `/proc/self/auxv` gives it:
/// pairs of machine words, type and value, up to type 0.
///
/// @param pageBytes the size of a page, type 6 (AT_PAGESZ)
/// @param ticksPerSecond the unit of processor and start times in `/proc`, type 17 (AT_CLKTCK)
record AuxiliaryVector(int pageBytes, int ticksPerSecond) {
  /// x86-64 has no other values, and arm64 as Debian builds it neither.
  static final AuxiliaryVector USUAL = new AuxiliaryVector(4096, 100);

  private static final long PAGE_BYTES = 6;
  private static final long TICKS_PER_SECOND = 17;

  /// Reads the vector of a program with words of 64 bits; what is missing has the usual value.
  static AuxiliaryVector parse(byte[] bytes) {
    int page = USUAL.pageBytes;
    int ticks = USUAL.ticksPerSecond;
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    while (words.remaining() >= 2 * Long.BYTES) {
      long type = words.getLong();
      long value = words.getLong();
      if (type == PAGE_BYTES && value > 0) {
        page = (int) value;
      } else if (type == TICKS_PER_SECOND && value > 0) {
        ticks = (int) value;
      }
    }
    return new AuxiliaryVector(page, ticks);
  }
}
