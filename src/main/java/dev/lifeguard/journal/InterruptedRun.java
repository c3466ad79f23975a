package dev.lifeguard.journal;

import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// What is left of a run whose supervisor stopped, gave up or died, read so that the run can go on
/// in the same directory.
///
/// **The journal goes on** in the same file, behind its last whole line: a [PoolEvent.JobResumed]
/// follows, and everything that reads a journal sees one run with a gap in it. A new file beside it
/// would have made every reader join two.
///
/// **Tasks that ended keep their results.** A result is written before the end of its task is, so a
/// supervisor that dies between the two leaves a result of which the journal knows nothing: the
/// missing end is added. The other way round only a machine that goes down can lose a result that
/// the journal has the end of, within `record.sync`; such a task is queued again.
///
/// Read and made whole by the one process that holds the lock.
public final class InterruptedRun {
  private final RunDirectory run;
  private final JournalHeader header;
  private final JobModel model = new JobModel();
  private final List<PoolEvent> missing = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private List<Integer> again = List.of();
  private long journalBytes;
  private long resultBytes;

  private InterruptedRun(RunDirectory run, JournalHeader header) {
    this.run = run;
    this.header = header;
  }

  /// Reads everything that is left and changes nothing. Reads the disk.
  public static Tried<InterruptedRun> read(RunDirectory run) {
    return switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          yield read(run, reader);
        } catch (IOException e) {
          yield new Tried.Refused<>(IoSentence.cannot("read", run.path(), e));
        }
      }
      case Tried.Refused<JournalReader>(String sentence) -> new Tried.Refused<>(sentence);
    };
  }

  private static Tried<InterruptedRun> read(RunDirectory run, JournalReader reader)
      throws IOException {
    if (reader.header().formatMinor() > JournalHeader.MINOR) {
      return new Tried.Refused<>(
          run.journal()
              + " was written by Lifeguard "
              + reader.header().application()
              + ", which records what this one does not know; resume the run with that one");
    }
    InterruptedRun left = new InterruptedRun(run, reader.header());
    left.fold(reader);
    left.compareResults();
    return new Tried.Done<>(left);
  }

  private void fold(JournalReader reader) throws IOException {
    for (var batch = reader.read(4096); !batch.isEmpty(); batch = reader.read(4096)) {
      batch.forEach(model::apply);
    }
    journalBytes = reader.nextOffset();
    if (reader.damagedLines() > 0) {
      remarks.add(
          reader.damagedLines()
              + " lines of "
              + run.journal()
              + " cannot be read and are left out");
    }
  }

  private void compareResults() throws IOException {
    BitSet ended = new BitSet();
    for (int task = 1; task <= model.taskCount(); task++) {
      ended.set(task, hasEnded(task));
    }
    ResultsScan results = ResultsScan.of(run.results(), ended);
    resultBytes = results.wholeBytes();
    adopt(results.unknown());
    ended.andNot(results.tasks());
    again = ended.stream().boxed().toList();
    if (!again.isEmpty()) {
      remarks.add(
          "the results of "
              + (again.size() == 1 ? "1 task" : again.size() + " tasks")
              + " did not survive; what has none is run again");
    }
    if (results.strangeLines() > 0) {
      remarks.add(results.strangeLines() + " lines of " + run.results() + " are of no task");
    }
  }

  private boolean hasEnded(int task) {
    TaskState state = model.taskState(task);
    return state.isFinal() && state != TaskState.NOT_RUN;
  }

  private void adopt(List<ResultsScan.Line> lines) throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(run.results().toFile(), "r")) {
      for (ResultsScan.Line line : lines) {
        try {
          adopt(ResultLine.read(ResultsScan.text(file, line)));
        } catch (Unreadable e) {
          remarks.add(
              "the result of task " + line.task() + " cannot be read (" + e.why() + "): run again");
        }
      }
    }
  }

  private void adopt(ResultLine line) {
    if (!canBe(line)) {
      remarks.add(
          run.results() + " has a result of task " + line.task() + ", which there cannot be");
      return;
    }
    announce(line);
    if (hasEnded(line.task())) {
      return;
    }
    boolean isKnown = line.worker().isPresent() && line.worker().getAsInt() <= model.workerCount();
    add(
        new PoolEvent.TaskEnded(
            model.lastNanos(),
            line.task(),
            line.outcome(),
            line.attempts(),
            isKnown ? line.worker() : OptionalInt.empty(),
            line.answer()));
  }

  /// A damaged number may be any. Once the journal knows the last item, there are no more of them.
  private boolean canBe(ResultLine line) {
    return unknownItems(line) <= 0
        || (!model.sourceEnded() && line.task() <= Continuity.mostTasks());
  }

  private boolean repeats(ResultLine line) {
    return line.retryOf().isPresent() && line.retryOf().getAsInt() <= model.taskCount();
  }

  private int unknownItems(ResultLine line) {
    return line.task() - model.taskCount() - (repeats(line) ? 1 : 0);
  }

  /// The journal may have lost that the task was ever queued.
  private void announce(ResultLine line) {
    int known = model.taskCount();
    if (line.task() <= known) {
      return;
    }
    boolean repeats = repeats(line);
    int items = unknownItems(line);
    if (items > 0) {
      add(new PoolEvent.TasksQueued(model.lastNanos(), known + 1, items));
    }
    if (repeats) {
      add(new PoolEvent.TaskRepeated(model.lastNanos(), line.task(), line.retryOf().getAsInt()));
    }
  }

  private void add(PoolEvent event) {
    model.apply(event);
    missing.add(event);
  }

  /// The first line of the journal.
  public JournalHeader header() {
    return header;
  }

  /// What is known of the job. Whoever lets it go on owns it from then on.
  public JobModel model() {
    return model;
  }

  /// How many tasks have ended and keep their results.
  public int endedTasks() {
    int ended = 0;
    for (int task = 1; task <= model.taskCount(); task++) {
      ended += hasEnded(task) ? 1 : 0;
    }
    return ended - again.size();
  }

  /// The tasks that had ended and whose results did not survive.
  public List<Integer> again() {
    return again;
  }

  /// What the user should know about the state that it is in, sentences.
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /// How the job ended, if nothing is left to be done.
  public Optional<PoolEvent.JobEnded> finished() {
    return model.end().filter(end -> end.end() == JobEnd.FINISHED && again.isEmpty());
  }

  /// The tasks that users had run once more and that have not ended, each with the one that it
  /// repeats.
  public Map<Integer, Integer> openRepeats() {
    Map<Integer, Integer> open = new TreeMap<>();
    model
        .repeats()
        .forEach((task, original) -> {
          if (!hasEnded(task) || again.contains(task)) {
            open.put(task, original);
          }
        });
    return open;
  }

  /// Cuts off what was half written, adds to the journal what it lacks, and takes away the report,
  /// which tells of an end that is none. Waits for the disk.
  public Tried<InterruptedRun> makeWhole() {
    try {
      cut(run.results(), resultBytes);
      cut(run.items(), wholeLines(run.items()));
      cut(run.journal(), journalBytes);
      AppendFile journal = AppendFile.open(run.journal());
      try {
        missing.forEach(event -> EventEncoder.append(event, journal.pending()));
        journal.flush();
        journal.sync();
      } finally {
        journal.close();
      }
      Files.deleteIfExists(run.report());
      return new Tried.Done<>(this);
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannot("write to", run.path(), e));
    }
  }

  private static void cut(Path path, long bytes) throws IOException {
    if (Files.notExists(path) || Files.size(path) <= bytes) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(bytes);
      file.getChannel().force(false);
    }
  }

  private static long wholeLines(Path path) throws IOException {
    if (Files.notExists(path)) {
      return 0;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] block = new byte[64 << 10];
      for (long end = file.length(); end > 0; ) {
        int length = (int) Math.min(block.length, end);
        file.seek(end - length);
        file.readFully(block, 0, length);
        for (int i = length - 1; i >= 0; i--) {
          if (block[i] == '\n') {
            return end - length + i + 1;
          }
        }
        end -= length;
      }
      return 0;
    }
  }
}
