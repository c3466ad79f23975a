package dev.lifeguard.journal;

import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A recording that somebody wants to look at: a run directory where it is, or a packed one, which
/// is unpacked into a private directory of its own and taken away again.
public final class OpenedRun implements AutoCloseable {
  // So much of what is free on the disk may be taken, and never more than that.
  private static final long SHARE_OF_FREE = 2;
  private static final long MOST_BYTES = 64L << 30;
  private static final int MOST_SWEEPS = 3;

  private final RunDirectory directory;
  private final Optional<Path> temporary;
  private final boolean early;

  private OpenedRun(RunDirectory directory, Optional<Path> temporary, boolean early) {
    this.directory = directory;
    this.temporary = temporary;
    this.early = early;
  }

  /// Opens a run directory or a `.lifeguard` file. Reads, and for a file writes, the disk.
  public static Tried<OpenedRun> open(Path path) {
    if (Files.isDirectory(path)) {
      return new Tried.Done<>(new OpenedRun(RunDirectory.of(path), Optional.empty(), false));
    }
    if (!Files.exists(path)) {
      return new Tried.Refused<>(path + ": there is no such file or directory");
    }
    try {
      Path place = Files.createTempDirectory("lifeguard-");
      // A FileStore is looked up in the list of mounts, which in a chroot names none for us.
      long free = place.toFile().getUsableSpace() / SHARE_OF_FREE;
      return unpacked(path, place, Math.min(MOST_BYTES, free));
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannot("unpack", path, e));
    }
  }

  static Tried<OpenedRun> unpacked(Path file, Path place, long mostBytes) {
    // Before anything is in it: the program may end meanwhile, and a window may never get to close
    // it.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(place)));
    return switch (PackedRun.unpack(file, place, mostBytes)) {
      case Tried.Done<RunDirectory>(RunDirectory run) ->
          new Tried.Done<>(new OpenedRun(run, Optional.of(place), PackedRun.isEarly(file)));
      case Tried.Refused<RunDirectory>(String sentence) -> {
        remove(place);
        yield new Tried.Refused<>(sentence);
      }
    };
  }

  /// Writes events down that nobody has recorded, into a directory that is taken away when it is
  /// closed.
  public static Tried<OpenedRun> written(JournalHeader header, List<PoolEvent> events) {
    try {
      OpenedRun run = inPlace(Files.createTempDirectory("lifeguard-"));
      try (FreshFile journal = FreshFile.open(run.directory.journal())) {
        JsonLine line = new JsonLine();
        HeaderLine.append(header, line);
        journal.write(line.copy());
        for (PoolEvent event : events) {
          line.clear();
          EventEncoder.append(event, line);
          journal.write(line.copy());
        }
        journal.complete();
        return new Tried.Done<>(run);
      } catch (IOException e) {
        run.close();
        throw e;
      }
    } catch (IOException e) {
      return new Tried.Refused<>(
          "Lifeguard cannot write into the directory for temporary files: " + IoSentence.reason(e));
    }
  }

  /// A directory that is taken away when it is closed.
  static OpenedRun inPlace(Path temporary) {
    return new OpenedRun(RunDirectory.of(temporary), Optional.of(temporary), false);
  }

  /// Where the files are.
  public RunDirectory directory() {
    return directory;
  }

  /// Whether it is a packed one of a job that was going on then: that it has no end is no accident.
  public boolean isEarly() {
    return early;
  }

  /// Takes away what was unpacked.
  @Override
  public void close() {
    temporary.ifPresent(OpenedRun::remove);
  }

  private static void remove(Path place) {
    // Another thread may still be unpacking into it, until the directory is gone.
    for (int i = 0; i < MOST_SWEEPS && Files.exists(place); i++) {
      sweep(place);
    }
  }

  private static void sweep(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It lies in the directory for temporary files, which is swept by the system.
    }
  }
}
