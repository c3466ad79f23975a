package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The two lines that nearly every journal consists of, those of a task that starts and of one that
/// is done, written and read by hand.
///
/// They are read when they stand there exactly as they are written: key by key, in this order, with
/// plain numbers and an item of ASCII. Everything else is left to [Fields], which takes any JSON
/// and is four times slower. A film reads them with one instance, line after line, and makes no
/// event of them, see [Reel].
final class HotLine {
  private static final byte[] STARTED = ascii("{\"type\":\"task-started\",\"ms\":");
  private static final byte[] ENDED = ascii("{\"type\":\"task-ended\",\"ms\":");
  private static final byte[] TASK = ascii(",\"task\":");
  private static final byte[] ATTEMPT = ascii(",\"attempt\":");
  private static final byte[] WORKER = ascii(",\"worker\":");
  private static final byte[] ITEM_KEY = ascii(",\"item\":");
  private static final byte[] ITEM = ascii(",\"item\":\"");
  private static final byte[] START_ENDS = ascii("\"}");
  private static final byte[] DONE = ascii(",\"outcome\":\"done\",\"attempts\":");
  private static final byte[] ANSWER = ascii(",\"answer\":{\"kind\":\"result\"}");
  private static final byte[] RESULT = ascii(",\"answer\":{\"kind\":\"result\"}}");

  private static final TaskAnswer NO_TEXT = new TaskAnswer.Result(Payload.EMPTY);
  private static final int MOST_DIGITS = 9;
  // Of milliseconds, before the point; with six behind it a long is not full yet.
  private static final int MOST_MILLIS_DIGITS = 12;
  private static final int DECIMALS = 6;

  private byte[] bytes = {};
  private int end;
  private int at;
  private boolean fits;

  // What was read last; the item of a task that is done is null.
  private long nanos;
  private int task;
  private int attempt;
  private int worker;
  private @Nullable String item;

  /// Writes the line of a task that starts, up to the end of its object.
  static void write(PoolEvent.TaskStarted e, JsonLine line) {
    line.raw(STARTED).millionths(e.atNanos());
    line.raw(TASK).digits(e.task()).raw(ATTEMPT).digits(e.attempt());
    line.raw(WORKER).digits(e.worker()).raw(ITEM_KEY).text(e.item());
  }

  /// Whether the line of this end is a hot one.
  static boolean isHot(PoolEvent.TaskEnded e) {
    return e.outcome() == TaskOutcome.DONE
        && e.worker().isPresent()
        && e.answer() instanceof TaskAnswer.Result;
  }

  /// Whether it is nothing but its numbers, as one that is read from a hot line.
  static boolean isPlain(PoolEvent.TaskEnded e) {
    return isHot(e) && e.answer().equals(NO_TEXT);
  }

  /// A task that is done.
  static PoolEvent.TaskEnded done(long nanos, int task, int attempts, OptionalInt worker) {
    return new PoolEvent.TaskEnded(nanos, task, TaskOutcome.DONE, attempts, worker, NO_TEXT);
  }

  /// Writes the line of a task that is done, up to the end of its object.
  ///
  /// @param e one that [#isHot]
  static void write(PoolEvent.TaskEnded e, JsonLine line) {
    line.raw(ENDED).millionths(e.atNanos()).raw(TASK).digits(e.task());
    line.raw(DONE).digits(e.attempts()).raw(WORKER).digits(e.worker().orElseThrow());
    line.raw(ANSWER);
  }

  /// The event that these bytes are, or null when they are for [Fields].
  static @Nullable PoolEvent read(byte[] bytes, int offset, int length) {
    HotLine line = new HotLine();
    return line.scan(bytes, offset, offset + length) == offset + length ? line.event() : null;
  }

  /// Reads a line that begins here, if it is a hot one and all of it is here.
  ///
  /// @param to where the bytes end
  /// @return where its object ends, -1 when these bytes are for [Fields]
  int scan(byte[] from, int offset, int to) {
    bytes = from;
    at = offset;
    end = to;
    fits = true;
    if (isNext(STARTED)) {
      started();
    } else if (isNext(ENDED)) {
      ended();
    } else {
      return -1;
    }
    return fits ? at : -1;
  }

  private void started() {
    nanos = readNanos();
    task = number(TASK);
    attempt = number(ATTEMPT);
    worker = number(WORKER);
    expect(ITEM);
    item = text();
    expect(START_ENDS);
  }

  private void ended() {
    nanos = readNanos();
    task = number(TASK);
    attempt = number(DONE);
    worker = number(WORKER);
    expect(RESULT);
    item = null;
  }

  /// What was read last.
  PoolEvent event() {
    return item == null
        ? done(nanos, task, attempt, OptionalInt.of(worker))
        : new PoolEvent.TaskStarted(nanos, task, attempt, worker, item);
  }

  long nanos() {
    return nanos;
  }

  int task() {
    return task;
  }

  /// Which attempt begins, or how many there were.
  int attempt() {
    return attempt;
  }

  int worker() {
    return worker;
  }

  /// The item of a task that starts, null for one that is done.
  @Nullable String item() {
    return item;
  }

  private boolean isNext(byte[] wanted) {
    int next = at + wanted.length;
    // Eight bytes at a time, also before this is compiled.
    if (next > end || !Arrays.equals(bytes, at, next, wanted, 0, wanted.length)) {
      return false;
    }
    at = next;
    return true;
  }

  private void expect(byte[] wanted) {
    fits = fits && isNext(wanted);
  }

  /// A whole number that is not negative, behind its key.
  private int number(byte[] key) {
    expect(key);
    return (int) digits(MOST_DIGITS);
  }

  /// Digits without a zero in front, as JSON has them.
  private long digits(int most) {
    int from = at;
    long value = 0;
    for (; at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - from < most; at++) {
      value = 10 * value + bytes[at] - '0';
    }
    fits &= at > from && (bytes[from] != '0' || at == from + 1);
    return value;
  }

  private long readNanos() {
    long value = digits(MOST_MILLIS_DIGITS);
    int decimals = 0;
    if (at < end && bytes[at] == '.') {
      at++;
      for (; at < end && bytes[at] >= '0' && bytes[at] <= '9' && decimals < DECIMALS; at++) {
        value = 10 * value + bytes[at] - '0';
        decimals++;
      }
      fits &= decimals > 0;
    }
    for (; decimals < DECIMALS; decimals++) {
      value *= 10;
    }
    return value;
  }

  /// ASCII up to a quotation mark; only that and the backslash may be escaped.
  private String text() {
    int from = at;
    boolean escapes = false;
    while (at < end && bytes[at] != '"') {
      if (bytes[at] == '\\') {
        escapes = true;
        at++;
        fits &= at < end && (bytes[at] == '"' || bytes[at] == '\\');
      }
      fits &= at < end && bytes[at] >= 0x20;
      at++;
    }
    if (!fits || at > end) {
      fits = false;
      return "";
    }
    return escapes ? unescaped(from) : new String(bytes, from, at - from, ISO_8859_1);
  }

  private String unescaped(int from) {
    byte[] plain = new byte[at - from];
    int size = 0;
    for (int i = from; i < at; i++) {
      i += bytes[i] == '\\' ? 1 : 0;
      plain[size++] = bytes[i];
    }
    return new String(plain, 0, size, ISO_8859_1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
