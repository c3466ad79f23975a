package dev.lifeguard.cli;

import dev.lifeguard.gui.shell.OpenJob;
import dev.lifeguard.job.Replay;
import dev.lifeguard.journal.OpenedRun;
import dev.lifeguard.journal.ReplayedJob;
import dev.lifeguard.journal.Tried;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/// What the AOT cache of the packages is trained with: the program as it is, and beside it a
/// recording that is read and folded again and again. The cache keeps what the virtual machine has
/// learned of a method, but only of one that has run some ten thousand times; with that a long
/// recording is read and folded with fewer compilations while somebody waits for it. Nobody else
/// starts this.
final class Rehearsal {
  private static final int TIMES = 20;
  private static final Duration LOOK = Duration.ofMillis(10);

  private Rehearsal() {}

  /// Runs the program.
  ///
  /// @param words the directory of a run that has ended, and then the words of the command
  public static void main(String... words) {
    Path recording = Path.of(words[0]);
    Thread.ofPlatform().daemon().name("rehearsal").start(() -> rehearse(recording, TIMES));
    Main.main(Arrays.copyOfRange(words, 1, words.length));
  }

  /// Opens a recording so many times, one after the other.
  ///
  /// @return how often that was possible
  static int rehearse(Path recording, int times) {
    int opened = 0;
    try {
      while (opened < times
          && OpenedRun.open(recording) instanceof Tried.Done<OpenedRun>(OpenedRun run)
          && ReplayedJob.open(run) instanceof Tried.Done<Replay>(Replay film)) {
        // It folds what is read, although there is no window for it.
        var _ = new OpenJob(film, OpenJob.Ownership.OTHERS).ahead();
        while (film.readShare() < 1) {
          Thread.sleep(LOOK);
        }
        film.close();
        opened++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return opened;
  }
}
