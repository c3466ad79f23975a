package dev.lifeguard.journal;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.StopReason;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.job.WorkerForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A short job on Windows: a crash, a code that says little, an end by the user's hand, and a
/// worker that leaves in order.
final class WindowsStory {
  private static final int ACCESS_VIOLATION = 0xC0000005;

  private final List<PoolEvent> events = new ArrayList<>();
  private long now;

  private WindowsStory() {}

  static JournalHeader header() {
    return new JournalHeader(
        1,
        6,
        "0.1.0",
        "Windows 11 10.0 amd64",
        process(5000),
        Story.START,
        "thumbnails",
        Optional.empty(),
        Optional.empty());
  }

  static List<PoolEvent> events() {
    WindowsStory story = new WindowsStory();
    story.begin();
    story.dies(1, new ExitStatus.Windows(ACCESS_VIOLATION), exit(ACCESS_VIOLATION));
    story.begins(2);
    story.dies(2, new ExitStatus.Windows(1), exit(1));
    story.begins(3);
    story.add(
        new PoolEvent.WorkerSignalling(
            story.tick(), 3, 15, Origin.OPERATOR, "terminated by the user"));
    story.dies(3, new ExitStatus.Windows(WindowsCode.ENDED_BY_LIFEGUARD), byUser());
    story.end();
    return List.copyOf(story.events);
  }

  private void begin() {
    add(
        new PoolEvent.JobStarted(
            0,
            new JobDescription(
                "thumbnails",
                "pictures:shrink",
                Story.START,
                process(5000),
                WorkerForm.PROCESS,
                1,
                3,
                OptionalLong.of(512L << 20),
                MemoryMeans.JOB_OBJECT,
                "C:\\Users\\Ada\\AppData\\Local\\lifeguard\\runs\\thumbnails-20261120-114005",
                HostSystem.WINDOWS)));
    add(new PoolEvent.TasksQueued(tick(), 1, 1));
    add(new PoolEvent.SourceEnded(tick()));
    begins(1);
  }

  private void begins(int worker) {
    OptionalInt replaces = worker == 1 ? OptionalInt.empty() : OptionalInt.of(worker - 1);
    add(new PoolEvent.WorkerStarting(tick(), worker, replaces));
    add(new PoolEvent.WorkerSpawned(tick(), worker, process(5000 + worker)));
    add(new PoolEvent.WorkerReady(tick(), worker, "CPython 3.13.1", 5100 + worker));
    add(new PoolEvent.TaskStarted(tick(), 1, worker, worker, "C:\\Bilder\\Zoë.png"));
  }

  private void dies(int worker, ExitStatus status, DeathCause cause) {
    add(
        new PoolEvent.WorkerDied(
            tick(),
            worker,
            worker,
            status,
            OptionalLong.of(now),
            OptionalLong.of(now),
            OptionalInt.of(1),
            worker,
            cause,
            List.of(new Evidence("protocol pipe", "ended without good-bye", now))));
    if (worker < 3) {
      add(new PoolEvent.TaskRequeued(tick(), 1, worker, Blame.TASK));
    }
  }

  private static DeathCause exit(int code) {
    WindowsCode.Meaning meaning = WindowsCode.meaning(code).orElseThrow();
    return new DeathCause(
        CauseKind.EXIT,
        OptionalInt.empty(),
        OptionalInt.of(code),
        meaning.words(),
        meaning.certainty());
  }

  private static DeathCause byUser() {
    return new DeathCause(
        CauseKind.OPERATOR,
        OptionalInt.empty(),
        OptionalInt.empty(),
        "terminated by the user",
        Certainty.CERTAIN);
  }

  private void end() {
    add(
        new PoolEvent.TaskEnded(
            tick(), 1, TaskOutcome.CANCELLED, 3, OptionalInt.of(3), new TaskAnswer.Lost(3)));
    add(new PoolEvent.WorkerStarting(tick(), 4, OptionalInt.of(3)));
    add(new PoolEvent.WorkerSpawned(tick(), 4, process(5004)));
    add(new PoolEvent.WorkerReady(tick(), 4, "CPython 3.13.1", 5104));
    add(new PoolEvent.WorkerStopping(tick(), 4, StopReason.NO_MORE_TASKS));
    add(new PoolEvent.WorkerEnded(tick(), 4, new ExitStatus.Windows(0)));
    add(new PoolEvent.JobEnded(tick(), JobEnd.FINISHED, 1));
  }

  private void add(PoolEvent event) {
    events.add(event);
  }

  private long tick() {
    now += 1_234_567;
    return now;
  }

  private static ProcessIdentity process(long pid) {
    return new ProcessIdentity(pid, 133_769_112_000_000_000L + pid, 1_795_000_000_000L + pid);
  }
}
