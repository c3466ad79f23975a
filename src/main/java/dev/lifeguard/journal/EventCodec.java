package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Events as lines of JSON: `{"type":"task-started","ms":12.345,"task":1,…}`.
///
/// `ms` are milliseconds since the job's start, with as many decimals as it takes to get the same
/// nanoseconds back. Values that are absent have no key. Results and tracebacks are not written: an
/// answer that is read here has an empty payload, the results file has the full one.
///
/// No line throws: a type or a word that this version does not know makes a
/// [PoolEvent.Unrecognised], anything else that cannot be read a [JournalLine.Damaged].
public final class EventCodec {
  private EventCodec() {}

  /// The event as one line, with its line end.
  public static byte[] encode(PoolEvent event) {
    JsonLine line = new JsonLine();
    EventEncoder.append(event, line);
    return line.copy();
  }

  /// The event that these bytes are.
  ///
  /// @param bytes UTF-8, without a line end
  /// @param number the line's number in its file, for messages
  public static JournalLine decode(byte[] bytes, int offset, int length, long number) {
    @Nullable PoolEvent hot = HotLine.read(bytes, offset, length);
    return hot == null ? decodeAny(bytes, offset, length, number) : new JournalLine.Event(hot);
  }

  /// The same, whatever the line looks like.
  static JournalLine decodeAny(byte[] bytes, int offset, int length, long number) {
    try {
      return decode(Fields.parse(bytes, offset, length), bytes, offset, length);
    } catch (Unreadable e) {
      return new JournalLine.Damaged(number, e.why());
    }
  }

  private static JournalLine decode(Fields fields, byte[] bytes, int offset, int length)
      throws Unreadable {
    try {
      return new JournalLine.Event(EventDecoder.decode(fields));
    } catch (Unreadable.UnknownWord e) {
      String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
      return new JournalLine.Event(
          new PoolEvent.Unrecognised(fields.nanos("ms"), fields.text("type"), text));
    }
  }
}
