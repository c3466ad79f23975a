package dev.lifeguard.gui.story;

import static dev.lifeguard.gui.story.Story.reading;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.WorkerActivity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The jobs whose pictures are kept: what a person has to be able to read at a glance.
public enum Scenes {
  /// Four workers at work, nothing has gone wrong.
  HEALTHY {
    @Override
    public Story story() {
      return atWork().sampled(usual());
    }
  },
  /// A worker was killed by the kernel because of its memory, and its task is tried again.
  OOM {
    @Override
    public Story story() {
      return outOfMemory();
    }
  },
  /// A worker stands still.
  HANG {
    @Override
    public Story story() {
      return atWork()
          .sampled(usual())
          .after(31_600)
          .hung(2, 58, 1, 31_600, "waits for a lock, without a deadline")
          .after(200)
          .sampled(reading(2, 23419, RunState.SLEEPING, 0, 0.31, 3.02));
    }
  },
  /// A task has killed three workers.
  QUARANTINE {
    @Override
    public Story story() {
      return quarantined();
    }
  },
  /// Everything is done.
  FINISHED {
    @Override
    public Story story() {
      return Stories.finished();
    }
  },
  /// A job has begun and there is no worker yet.
  BEGUN {
    @Override
    public Story story() {
      return new Story().job("primes-demo", 4, 104).after(20);
    }
  },
  /// Somebody else's pool that has lost a task, and will wait for it for ever.
  FOREIGN_HUNG {
    @Override
    public Story story() {
      return foreignHung();
    }
  },
  /// Nobody tells of the job any more.
  SILENT {
    @Override
    public Story story() {
      return atWork().sampled(usual());
    }

    @Override
    public long silentNanos() {
      return 2_100_000_000L;
    }
  },
  /// A recording whose memory could not be read.
  NO_RIGHTS {
    @Override
    public Story story() {
      return atWork().sampled(unreadable(1, 23418), unreadable(2, 23419), unreadable(3, 23420));
    }
  };

  /// What has happened.
  public abstract Story story();

  /// How long nothing has been heard.
  public long silentNanos() {
    return 0;
  }

  /// The name of its file.
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Story foreignHung() {
    Story story =
        new Story()
            .job("docbuild.py", 4, 0)
            .add(
                new PoolEvent.PoolRecognised(
                    0,
                    PoolKind.PYTHON_MULTIPROCESSING_POOL,
                    "all of its workers read tasks from one pipe",
                    List.of("its tasks", "what its workers print"),
                    "Start it with: lifeguard launch"));
    for (int worker = 1; worker <= 4; worker++) {
      story.worker(worker, 23417 + worker, 0).ready(worker);
      observed(story, worker, WorkerActivity.BUSY, "");
    }
    story.sampled(usual()).after(9_000);
    story.add(
        new PoolEvent.WorkerDied(
            story.now(),
            1,
            3,
            new ExitStatus.Signalled(9, false),
            OptionalLong.of(story.now()),
            OptionalLong.empty(),
            OptionalInt.empty(),
            0,
            new DeathCause(
                CauseKind.SIGNAL,
                OptionalInt.of(9),
                OptionalInt.empty(),
                "from outside",
                Certainty.CERTAIN),
            List.of(new Evidence("wait status", "killed by signal 9", story.now()))));
    story.after(110).worker(5, 23502, 3).ready(5);
    for (int worker : new int[] {1, 2, 4, 5}) {
      observed(story, worker, WorkerActivity.IDLE, "reads the pipe of tasks");
    }
    return story
        .after(6_000)
        .add(new PoolEvent.PipesFilled(story.now(), 0, 0))
        .sampled(
            reading(1, 23418, RunState.SLEEPING, 0, 0.21, 0.60),
            reading(2, 23419, RunState.SLEEPING, 0, 0.20, 0.60),
            reading(4, 23421, RunState.SLEEPING, 0, 0.22, 0.60),
            reading(5, 23502, RunState.SLEEPING, 0, 0.09, 0.60))
        .add(
            new PoolEvent.VerdictReached(
                story.now(),
                new Verdict(
                    VerdictKind.LOST_TASK,
                    Certainty.CERTAIN,
                    "The job will not end: worker 3 (pid 23420) was killed by SIGKILL with a task"
                        + " in its hands. The pool has replaced the worker and forgotten the task,"
                        + " and its manager waits for the result for ever.",
                    List.of(
                        new Evidence("wait status", "killed by signal 9", story.now()),
                        new Evidence("pipes", "no task and no result in them", story.now())),
                    "End the job and start it again; with lifeguard launch --rescue it would have"
                        + " gone on.")));
  }

  private static void observed(Story story, int worker, WorkerActivity does, String waitsFor) {
    story.add(new PoolEvent.WorkerObserved(story.now(), worker, does, waitsFor));
  }

  private static Story atWork() {
    Story story = new Story().job("primes-demo", 4, 104);
    for (int worker = 1; worker <= 4; worker++) {
      story.after(4).worker(worker, 23417 + worker, 0).after(40).ready(worker);
    }
    int[] pace = {900, 1400, 700, 2300, 1100};
    for (int task = 1; task <= 56; task++) {
      int worker = 1 + task % 4;
      story.starts(worker, task, 1, "2^" + (40 + task) + "-1").after(pace[task % 5] / 2);
      story.done(worker, task, 1);
    }
    story.sampled(usual());
    return story
        .starts(1, 57, 1, "2^97-1")
        .starts(2, 58, 1, "2^98-1")
        .after(300)
        .starts(3, 60, 1, "2^100-1")
        .starts(4, 59, 1, "2^99-1")
        .after(3300);
  }

  private static ProcessReading[] usual() {
    return new ProcessReading[] {
      reading(0, 23410, RunState.RUNNING, 0.02, 0.12, 0.41),
      reading(1, 23418, RunState.RUNNING, 0.98, 0.84, 3.02),
      reading(2, 23419, RunState.RUNNING, 0.97, 0.31, 3.02),
      reading(3, 23420, RunState.RUNNING, 0.99, 1.61, 3.40),
      reading(4, 23421, RunState.RUNNING, 0.97, 0.77, 3.02)
    };
  }

  private static Story outOfMemory() {
    Story story = atWork().sampled(usual());
    for (int tenths = 20; tenths < 40; tenths += 4) {
      story.after(500).sampled(reading(3, 23420, RunState.RUNNING, 0.99, tenths / 10.0, 4.0));
    }
    story.after(300);
    long at = story.now();
    story.add(
        new PoolEvent.WorkerDied(
            at + 1_300_000,
            1,
            3,
            new ExitStatus.Signalled(9, false),
            OptionalLong.of(at + 400_000),
            OptionalLong.of(at + 900_000),
            OptionalInt.of(60),
            1,
            new DeathCause(
                CauseKind.KERNEL_OOM,
                OptionalInt.of(9),
                OptionalInt.empty(),
                "its limit of 4.00 GiB",
                Certainty.CERTAIN),
            List.of(
                new Evidence("own cgroup", "oom_kill rose from 0 to 1", at),
                new Evidence("wait status", "killed by signal 9", at + 400_000),
                new Evidence("protocol pipe", "ended in the middle of task 60", at + 900_000))));
    return story
        .after(2)
        .requeued(60, 1)
        .worker(5, 23502, 3)
        .add(
            new PoolEvent.CauseRefined(
                story.now(),
                1,
                Optional.empty(),
                List.of(
                    new Evidence(
                        "kernel log", "Memory cgroup out of memory: Killed process 23420", at)),
                List.of("factoring 2^100-1", "  trial division up to 10^6: 3, 5^3, 11, 31, 41")))
        .after(210)
        .ready(5)
        .starts(5, 60, 2, "2^100-1")
        .after(2900)
        .sampled(
            reading(1, 23418, RunState.RUNNING, 0.98, 0.86, 3.02),
            reading(5, 23502, RunState.RUNNING, 0.41, 0.35, 0.60));
  }

  private static Story quarantined() {
    Story story = atWork().sampled(usual());
    int[] workers = {3, 5, 6};
    for (int i = 0; i < workers.length; i++) {
      story.killed(workers[i], 60, i + 1, 11);
      if (i == workers.length - 1) {
        story.quarantined(60, 3, workers[i]);
      } else {
        story.requeued(60, i + 1);
      }
      int next = 5 + i;
      story.worker(next, 23500 + next, workers[i]).after(190).ready(next);
      if (i < workers.length - 1) {
        story.starts(next, 60, i + 2, "2^100-1").after(1400);
      } else {
        story.starts(next, 61, 1, "2^101-1").after(1800);
      }
    }
    return story.sampled(reading(7, 23507, RunState.RUNNING, 0.97, 0.21, 0.50));
  }

  private static ProcessReading unreadable(int worker, long pid) {
    ProcessReading readable = reading(worker, pid, RunState.UNKNOWN, 0.5, 0, 0);
    return new ProcessReading(
        readable.worker(),
        readable.process(),
        readable.parentPid(),
        readable.name(),
        readable.state(),
        readable.cpuShare(),
        readable.cpuNanos(),
        new MemoryReading(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty()));
  }
}
