package dev.lifeguard.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The header of every message, 20 bytes, numbers big-endian:
///
/// ```
///  0  "LGP1"            4 bytes
///  4  type              1 byte, see FrameType
///  5  zero              3 bytes
///  8  task              4 bytes, 0 in messages without a task
/// 12  attempt           4 bytes
/// 16  payload length    4 bytes, unsigned
/// 20  payload           UTF-8, one JSON value
/// ```
final class FrameHeader {
  /// Its length in bytes.
  static final int BYTES = 20;

  /// `LGP1`.
  static final int MAGIC = 0x4c475031;

  static final int TASK_AT = 8;
  static final int ATTEMPT_AT = 12;
  static final int LENGTH_AT = 16;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private FrameHeader() {}

  /// Writes a header to the start of the array.
  static void write(byte[] to, FrameType type, int task, int attempt, int payloadBytes) {
    INT.set(to, 0, MAGIC);
    INT.set(to, 4, type.number() << 24);
    INT.set(to, TASK_AT, task);
    INT.set(to, ATTEMPT_AT, attempt);
    INT.set(to, LENGTH_AT, payloadBytes);
  }

  /// The number at this place.
  static int intAt(byte[] header, int at) {
    return (int) INT.get(header, at);
  }
}
