package dev.lifeguard.cli;

import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.jobfile.ItemSource;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.journal.InterruptedRun;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Prepares an interrupted run so that only its going on is missing. Until everything is accepted,
/// nothing in its directory is changed.
final class ResumeStarter {
  private final Map<String, String> environment;

  ResumeStarter(Map<String, String> environment) {
    this.environment = environment;
  }

  /// What became of the wish to go on.
  sealed interface Prepared {
    /// The run may go on.
    record Ready(JobRun run) implements Prepared {}

    /// Nothing is left to be done.
    record Finished(RunDirectory directory, PoolEvent.JobEnded end) implements Prepared {}
  }

  /// @param given the run directory
  /// @param acceptChanges whether a changed job file or changed items are no reason to refuse
  Prepared prepare(Path given, boolean acceptChanges, JobStarter.Wishes wishes)
      throws JobStarter.Refusal {
    RunDirectory directory = RunDirectory.of(given);
    refuseWhatIsNoRun(directory);
    RunLock lock = RunAssembly.value(directory.lock());
    try {
      InterruptedRun left = RunAssembly.value(InterruptedRun.read(directory));
      if (left.finished().isPresent()) {
        lock.close();
        return new Prepared.Finished(directory, left.finished().get());
      }
      return new Prepared.Ready(goOn(directory, lock, left, acceptChanges, wishes));
    } catch (Throwable refusal) {
      lock.close();
      throw refusal;
    }
  }

  /// What going on would mean.
  ///
  /// @param kept how many tasks have ended and keep their results
  /// @param left how many known tasks would run
  /// @param remarks what there is to know about the state of the recording, sentences
  /// @param changes what is not as it was when the run began
  record Plan(int kept, int left, List<String> remarks, List<Changes.Change> changes) {}

  /// Looks what going on would mean, and changes nothing.
  static Plan plan(Path given) throws JobStarter.Refusal {
    RunDirectory directory = RunDirectory.of(given);
    refuseWhatIsNoRun(directory);
    try (RunLock _ = RunAssembly.value(directory.lock())) {
      InterruptedRun left = RunAssembly.value(InterruptedRun.read(directory));
      if (left.finished().isPresent()) {
        throw refusal("nothing is left to be done in " + directory.path());
      }
      JobFile job = recorded(directory);
      ItemSource items = items(directory, job);
      try {
        return new Plan(
            left.endedTasks(),
            left.model().taskCount() - left.endedTasks(),
            left.remarks(),
            new Changes(directory, left, job).find(items));
      } finally {
        close(items);
      }
    }
  }

  private static void close(ItemSource items) {
    try {
      items.close();
    } catch (IOException e) {
      // It was only read from; nothing is lost.
    }
  }

  private static void refuseWhatIsNoRun(RunDirectory run) throws JobStarter.Refusal {
    Path path = run.path();
    if (Files.isRegularFile(path)) {
      throw refusal(path + " is a file; resume takes the directory of a run");
    }
    if (Files.exists(run.journal())) {
      return;
    }
    if (Files.exists(run.jobFile())) {
      throw refusal(
          "the run in " + path + " did not begin; start it with: lifeguard run " + run.jobFile());
    }
    throw refusal(
        path
            + (Files.exists(path) ? " is no run directory" : ": there is no such directory")
            + "; see what there is with: lifeguard runs");
  }

  private JobRun goOn(
      RunDirectory directory,
      RunLock lock,
      InterruptedRun left,
      boolean acceptChanges,
      JobStarter.Wishes wishes)
      throws JobStarter.Refusal {
    JobFile job = recorded(directory);
    ItemSource items = items(directory, job);
    TaskSource tasks = new RetoldItems(RunWiring.taskSource(items, false));
    try {
      if (!acceptChanges) {
        Changes changes = new Changes(directory, left, job);
        changes.refuseIfAny(items);
      }
      InterruptedRun whole = RunAssembly.value(left.makeWhole());
      return new RunAssembly(directory, lock, environment, wishes).goOn(job, tasks, whole);
    } catch (Throwable refusal) {
      tasks.close();
      throw refusal;
    }
  }

  private static JobFile recorded(RunDirectory directory) throws JobStarter.Refusal {
    try {
      return JobFiles.recorded(
          directory.jobFile(),
          Surroundings.of(Path.of(""), Runtime.getRuntime().availableProcessors()));
    } catch (JobFileException e) {
      throw new JobStarter.Refusal(e.lines());
    } catch (IOException e) {
      throw refusal("cannot read " + directory.jobFile() + ": " + RunWiring.reason(e));
    }
  }

  private static ItemSource items(RunDirectory directory, JobFile job) throws JobStarter.Refusal {
    try {
      return ItemSource.reopen(job.tasks(), directory.items());
    } catch (JobFileException e) {
      throw new JobStarter.Refusal(e.lines());
    } catch (IOException e) {
      throw refusal("the items cannot be read: " + RunWiring.reason(e));
    }
  }

  static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }
}
