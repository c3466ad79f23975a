package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Replay;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Recordings as those are told of them who watch them.
public final class Films {
  private Films() {}

  /// All events of a run directory or a packed file.
  public static List<PoolEvent> events(Path recording) {
    CompletableFuture<List<PoolEvent>> all = new CompletableFuture<>();
    Replay film = done(ReplayedJob.open(done(OpenedRun.open(recording))));
    film.watch(
        new Replay.Listener() {
          @Override
          public void begin() {}

          @Override
          public void reel(List<PoolEvent> events) {
            all.complete(List.copyOf(events));
          }

          @Override
          public void accept(List<PoolEvent> batch) {}
        });
    List<PoolEvent> events = all.join();
    film.close();
    return events;
  }
}
