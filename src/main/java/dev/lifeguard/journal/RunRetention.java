package dev.lifeguard.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Which runs are kept, and how the others are taken away. A live run is always kept, and so is
/// whatever else somebody has put into a run directory.
///
/// @param most so many runs are kept, the newest
/// @param age what was started longer ago goes
/// @param bytes the oldest go until the others have no more than this together
public record RunRetention(OptionalInt most, Optional<Duration> age, OptionalLong bytes) {

  /// What of these runs goes, the oldest first.
  ///
  /// @param runs the newest first
  public List<RunSummary> surplus(List<RunSummary> runs, Instant now) {
    List<RunSummary> going = new ArrayList<>();
    long total = 0;
    int kept = 0;
    for (RunSummary run : runs) {
      boolean live = run.condition() == RunSummary.Condition.LIVE;
      boolean tooMany = most.isPresent() && kept >= most.getAsInt();
      boolean tooOld = age.isPresent() && run.started().isBefore(now.minus(age.get()));
      boolean tooLarge = bytes.isPresent() && total + run.bytes() > bytes.getAsLong();
      if (!live && (tooMany || tooOld || tooLarge)) {
        going.addFirst(run);
      } else {
        total += run.bytes();
        kept++;
      }
    }
    return going;
  }

  /// Takes a run away, if nobody holds it.
  ///
  /// @return what is to be said if something is left
  public static Tried<Optional<String>> remove(RunDirectory run) {
    return switch (run.lock()) {
      case Tried.Refused<RunLock>(String sentence) -> new Tried.Refused<>(sentence);
      case Tried.Done<RunLock>(RunLock lock) -> {
        try (lock) {
          for (PackedRun.Member member : PackedRun.members(run)) {
            Files.delete(member.file());
          }
          Files.deleteIfExists(run.controlSocket());
        } catch (IOException e) {
          yield new Tried.Refused<>(IoSentence.cannot("remove", run.path(), e));
        }
        yield removeDirectory(run);
      }
    };
  }

  private static Tried<Optional<String>> removeDirectory(RunDirectory run) {
    try {
      Files.deleteIfExists(run.lockFile());
      for (Path directory : List.of(run.outputDirectory(), run.path())) {
        Files.deleteIfExists(directory);
      }
      return new Tried.Done<>(Optional.empty());
    } catch (DirectoryNotEmptyException e) {
      return new Tried.Done<>(
          Optional.of(run.path() + " holds something that is no part of a run, and stays"));
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannot("remove", run.path(), e));
    }
  }

  static long bytes(RunDirectory run) {
    try (Stream<Path> files = Files.walk(run.path())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      // Somebody takes it away at this moment.
      return 0;
    }
  }
}
