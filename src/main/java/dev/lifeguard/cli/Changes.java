package dev.lifeguard.cli;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.jobfile.Item;
import dev.lifeguard.jobfile.ItemSource;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFileWriter;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.SourceFile;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.journal.InterruptedRun;
import dev.lifeguard.journal.JournalHeader;
import dev.lifeguard.journal.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is not as it was when a run began: the job file that the user wrote, the resolved one in
/// the run directory, the files with the items. Each is known by its length and SHA-256, and the
/// difference is told as far as the recording allows.
final class Changes {
  private static final int MOST_LINES = 10;
  private static final String REMEDY =
      "; put it back as it was, or go on all the same with --accept-changes, ";

  private final RunDirectory directory;
  private final InterruptedRun left;
  private final JobFile job;
  private final List<Change> found = new ArrayList<>();

  /// Something that has changed.
  ///
  /// @param what a sentence without its end
  /// @param then with what the run would go on, to follow "go on"
  /// @param lines the difference, if it can be shown
  record Change(String what, String then, List<String> lines) {}

  Changes(RunDirectory directory, InterruptedRun left, JobFile job) {
    this.directory = directory;
    this.left = left;
    this.job = job;
  }

  /// @param items as they are now
  /// @throws JobStarter.Refusal with the difference
  void refuseIfAny(ItemSource items) throws JobStarter.Refusal {
    List<String> told = new ArrayList<>();
    for (Change change : find(items)) {
      told.add(change.what() + REMEDY + change.then());
      told.addAll(change.lines());
    }
    if (!told.isEmpty()) {
      throw new JobStarter.Refusal(told);
    }
  }

  /// What has changed. To be called once.
  ///
  /// @param items as they are now
  /// @throws JobStarter.Refusal if that cannot be found out
  List<Change> find(ItemSource items) throws JobStarter.Refusal {
    try {
      recordedJob();
      for (SourceFile now : items.sources()) {
        for (SourceFile before : job.sources()) {
          if (before.path().equals(now.path()) && !before.equals(now)) {
            items(before, now, items);
          }
        }
      }
      for (SourceFile before : job.sources()) {
        if (items.sources().stream().noneMatch(now -> now.path().equals(before.path()))) {
          usersJob(before);
        }
      }
    } catch (IOException e) {
      throw ResumeStarter.refusal("what the run began with cannot be read: " + reason(e));
    } catch (JobFileException e) {
      throw new JobStarter.Refusal(e.lines());
    }
    return found;
  }

  private static String reason(IOException e) {
    return RunWiring.reason(e);
  }

  private void recordedJob() throws IOException {
    SourceFile now = SourceFile.of(directory.jobFile());
    Optional<JournalHeader.Seal> seal = left.header().jobFile();
    if (seal.isPresent() && !seal.get().sha256().equals(now.sha256())) {
      SourceFile before = new SourceFile(now.path(), seal.get().bytes(), seal.get().sha256());
      found.add(new Change(sizes(before, now), "with the job as it is now", List.of()));
    }
  }

  /// The user's own job file; one that is gone stands in nobody's way.
  private void usersJob(SourceFile before) throws IOException {
    if (!Files.isRegularFile(before.path())) {
      return;
    }
    SourceFile now = SourceFile.of(before.path());
    if (!now.equals(before)) {
      found.add(
          new Change(sizes(before, now), "with the job as it was", differingLines(before.path())));
    }
  }

  private List<String> differingLines(Path file) throws IOException {
    try {
      JobFile now = JobFiles.load(file, Overrides.NONE, Surroundings.of(Path.of(""), 1));
      Set<String> before = lines(job);
      Set<String> after = lines(now.withSources(List.of()));
      List<String> lines = new ArrayList<>();
      before.stream().filter(line -> !after.contains(line)).forEach(l -> lines.add("  was: " + l));
      after.stream().filter(line -> !before.contains(line)).forEach(l -> lines.add("  is:  " + l));
      return lines.subList(0, Math.min(lines.size(), MOST_LINES));
    } catch (JobFileException e) {
      return e.lines();
    }
  }

  private static Set<String> lines(JobFile job) {
    Set<String> lines = new LinkedHashSet<>();
    JobFileWriter.text(job.withSources(List.of())).lines().map(String::strip).forEach(lines::add);
    return lines;
  }

  private void items(SourceFile before, SourceFile now, ItemSource items)
      throws IOException, JobFileException {
    found.add(
        new Change(
            sizes(before, now) + difference(items), "with the items as they are now", List.of()));
  }

  /// The first item of a task that was begun which is another one now, as far as the journal has
  /// kept its beginning.
  private String difference(ItemSource items) throws IOException, JobFileException {
    JobModel model = left.model();
    int known = model.taskCount() - model.repeats().size();
    int count = items.discover();
    String sizes =
        count == known ? "" : ": " + known + " items were known, " + count + " are there";
    for (int item = 1; item <= Math.min(known, count); item++) {
      String before = model.item(model.taskOfItem(item));
      Item now = items.read(item, 1).getFirst();
      if (!before.isEmpty() && !before.equals(now.label())) {
        return sizes + ": item " + item + " was " + before + " and is " + now.label();
      }
    }
    return sizes;
  }

  private static String sizes(SourceFile before, SourceFile now) {
    return before.path()
        + " has changed since the run began ("
        + before.bytes()
        + " bytes with SHA-256 "
        + before.sha256().substring(0, 12)
        + "…, now "
        + now.bytes()
        + " bytes with "
        + now.sha256().substring(0, 12)
        + "…)";
  }
}
