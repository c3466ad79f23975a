package dev.lifeguard.cli;

import dev.lifeguard.gui.save.SavableRecording;
import dev.lifeguard.gui.save.SaveAnswer;
import dev.lifeguard.gui.save.SavePlan;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.journal.JournalHeader;
import dev.lifeguard.journal.OpenedRun;
import dev.lifeguard.journal.PackedRun;
import dev.lifeguard.journal.Tried;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// What was seen of a pool that somebody else started, for the window to save. Nobody records it
/// while it is watched; a source tells a late listener all that it has kept, and that is written
/// down.
final class SavedStory implements SavableRecording {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
  private static final long PATIENCE_SECONDS = 10;

  private final JobSource source;
  private final Path directory;

  /// What is seen of a pool.
  ///
  /// @param directory where the file is put, if the user does not choose another place
  SavedStory(JobSource source, Path directory) {
    this.source = source;
    this.directory = directory;
  }

  @Override
  public SavePlan plan() {
    return written(SavedRun::plan, SavePlan.Refused::new);
  }

  @Override
  public boolean replaces(String file) {
    Path proposed = directory.resolve(PackedRun.SUFFIX);
    return SavedRun.chosen(file, proposed).filter(Files::isRegularFile).isPresent();
  }

  @Override
  public SaveAnswer save(String file, boolean redacted, Progress progress) {
    return written(run -> run.save(file, redacted, progress), SaveAnswer.Refused::new);
  }

  /// Writes down what there is now and does something with it.
  private <T> T written(Function<SavedRun, T> then, Function<String, T> refused) {
    List<PoolEvent> events = told();
    return events.stream()
        .filter(PoolEvent.JobStarted.class::isInstance)
        .map(event -> ((PoolEvent.JobStarted) event).job())
        .findFirst()
        .map(job -> written(job, events, then, refused))
        .orElseGet(() -> refused.apply("Nothing was seen of this pool so far"));
  }

  private <T> T written(
      JobDescription job,
      List<PoolEvent> events,
      Function<SavedRun, T> then,
      Function<String, T> refused) {
    JournalHeader header =
        JournalHeader.current(Version.text(), job.supervisor(), job.startedAt(), job.name());
    return switch (OpenedRun.written(header, events)) {
      case Tried.Done<OpenedRun>(OpenedRun run) -> {
        try (run) {
          boolean ended = events.stream().anyMatch(PoolEvent.ManagerEnded.class::isInstance);
          yield then.apply(SavedRun.of(run.directory(), !ended, file(job)));
        }
      }
      case Tried.Refused<OpenedRun>(String sentence) -> refused.apply(sentence);
    };
  }

  private Path file(JobDescription job) {
    String name = job.name().replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    LocalDateTime began = LocalDateTime.ofInstant(job.startedAt(), ZoneId.systemDefault());
    return directory.resolve(name + "-" + STAMP.format(began) + PackedRun.SUFFIX);
  }

  /// A listener that comes late is told everything at once.
  private List<PoolEvent> told() {
    CompletableFuture<List<PoolEvent>> all = new CompletableFuture<>();
    source.subscribe(all::complete);
    return all.copy().completeOnTimeout(List.of(), PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
