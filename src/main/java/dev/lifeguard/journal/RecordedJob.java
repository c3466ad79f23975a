package dev.lifeguard.journal;

import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobSource;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// The recording of a job as a source of its events: of a finished one, or of a live one, whose file
/// is followed.
public final class RecordedJob implements JobSource {
  private RecordedJob() {}

  /// Opens the recording in this run directory.
  public static Tried<RecordedJob> open(RunDirectory run) {
    throw new UnsupportedOperationException();
  }

  /// The journal's first line.
  public JournalHeader header() {
    throw new UnsupportedOperationException();
  }

  /// Whether the supervisor lives. Reads the lock; not for every frame.
  public boolean supervisorLives() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void subscribe(Listener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
