package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the events of a journal, also while it grows. A line that cannot be read, or that does not
/// fit to those before it, comes as a [PoolEvent.Unrecognised] that says so. Not thread-safe.
public final class JournalReader implements AutoCloseable {
  private final Path file;
  private final LineFile lines;
  private final JournalHeader header;
  private final Continuity continuity = new Continuity();
  private final HotLine hot = new HotLine();
  private long lastNanos;
  private boolean ended;
  private long damaged;
  private boolean begun;

  private JournalReader(Path file, LineFile lines, JournalHeader header) {
    this.file = file;
    this.lines = lines;
    this.header = header;
  }

  /// Opens a journal and reads its header.
  public static Tried<JournalReader> open(Path file) {
    try {
      LineFile lines = LineFile.open(file);
      Tried<JournalReader> opened = open(file, lines);
      if (opened instanceof Tried.Refused<JournalReader>) {
        lines.close();
      }
      return opened;
    } catch (IOException e) {
      return new Tried.Refused<>(
          "Lifeguard cannot read "
              + file
              + ": "
              + IoSentence.reason(e)
              + "; name the directory of a run");
    }
  }

  private static Tried<JournalReader> open(Path file, LineFile lines) throws IOException {
    if (!lines.next()) {
      return new Tried.Refused<>(
          file + " holds no complete line, so nothing is recorded in it; the run did not begin");
    }
    return switch (HeaderLine.parse(file, lines.bytes(), lines.lineOffset(), lines.lineLength())) {
      case Tried.Done<JournalHeader>(JournalHeader header) ->
          new Tried.Done<>(new JournalReader(file, lines, header));
      case Tried.Refused<JournalHeader>(String sentence) -> new Tried.Refused<>(sentence);
    };
  }

  /// The first line.
  public JournalHeader header() {
    return header;
  }

  /// Whether the end of the job was read, or that of the manager of somebody else's, and no
  /// [PoolEvent.JobResumed] after it.
  public boolean sawJobEnd() {
    return ended;
  }

  /// How many bytes of a line without an end there are: normal while somebody writes, and after a
  /// crash.
  public long tornBytes() {
    return lines.tornBytes();
  }

  /// Where the next line begins: the length of the file without a torn line.
  long nextOffset() {
    return lines.nextOffset();
  }

  /// How many lines were left out, because they cannot be read or do not fit.
  long damagedLines() {
    return damaged;
  }

  /// The next events.
  ///
  /// @param most so many at most
  /// @return what there is now; empty when everything was read that is written so far
  /// @throws IOException if the file can no longer be read
  public List<PoolEvent> read(int most) throws IOException {
    List<PoolEvent> events = new ArrayList<>();
    begin().ifPresent(events::add);
    while (events.size() < most && lines.next()) {
      events.add(next());
    }
    return events;
  }

  /// The same, into a reel: what is most of the events is never made one.
  ///
  /// @return whether there were any
  boolean read(Reel reel, int most) throws IOException {
    int before = reel.size();
    begin().ifPresent(reel::add);
    while (reel.size() - before < most) {
      if (lines.nextIs(hot)) {
        addHot(reel);
      } else if (lines.next()) {
        reel.add(next());
      } else {
        break;
      }
    }
    return reel.size() > before;
  }

  private void addHot(Reel reel) {
    if (continuity.takes(hot)) {
      lastNanos = Math.max(lastNanos, hot.nanos());
      reel.add(hot);
    } else {
      reel.add(misfit());
    }
  }

  private Optional<PoolEvent> begin() {
    boolean first = !begun;
    begun = true;
    return first && header.formatMinor() > JournalHeader.MINOR
        ? Optional.of(note("newer-format", newer()))
        : Optional.empty();
  }

  private PoolEvent next() {
    PoolEvent event = event();
    lastNanos = Math.max(lastNanos, event.atNanos());
    ended = ends(event) || (ended && !resumes(event));
    return event;
  }

  private String newer() {
    return "this recording was written by Lifeguard "
        + header.application()
        + " in the newer format "
        + header.formatMajor()
        + "."
        + header.formatMinor()
        + "; what this version does not know of it is listed as it stands there";
  }

  private static boolean ends(PoolEvent event) {
    return event instanceof PoolEvent.JobEnded || event instanceof PoolEvent.ManagerEnded;
  }

  private static boolean resumes(PoolEvent event) {
    return event instanceof PoolEvent.JobResumed;
  }

  private PoolEvent event() {
    return switch (EventCodec.decode(
        lines.bytes(), lines.lineOffset(), lines.lineLength(), lines.number())) {
      case JournalLine.Event(PoolEvent.TasksQueued queued) when !continuity.hasRoom(queued) ->
          damaged(lines.number(), "there is no memory for " + queued.count() + " tasks");
      case JournalLine.Event(PoolEvent event) when continuity.takes(event) -> event;
      case JournalLine.Event _ -> misfit();
      case JournalLine.Damaged(long line, String why) -> damaged(line, why);
    };
  }

  private PoolEvent misfit() {
    return damaged(lines.number(), "it does not fit to the lines before it; some of them are lost");
  }

  private PoolEvent damaged(long line, String why) {
    damaged++;
    return note("damaged-line", "line " + line + " of " + file + " is left out: " + why);
  }

  /// An event that tells something about the recording itself, at the time of the last event.
  PoolEvent note(String type, String text) {
    return new PoolEvent.Unrecognised(lastNanos, type, text);
  }

  /// The last event of a recording that was saved while the job was going on.
  PoolEvent savedEarly() {
    return note("saved-early", "the recording was saved here; the job was going on");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
