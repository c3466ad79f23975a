package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.save.SavableRecording;
import dev.lifeguard.job.JobSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A job for a window. The window closes the source when it is closed itself.
///
/// @param source the job
/// @param ownership whether the job ends with this process
/// @param promises what was to be seen in it, looked for once it has ended; empty for all jobs but
///   demonstrations. Called on a thread that may wait a few seconds
/// @param beside further jobs that are to be seen at the same time, each in a window of its own
/// @param runDirectory where it is recorded, if it is a run that can go on there after it was
///   interrupted; empty for a packed recording and for somebody else's pool
/// @param recording what can be saved of it as one file
/// @param headStart what was folded of it so far, if it is followed before there is a window for it
public record OpenJob(
    JobSource source,
    Ownership ownership,
    Supplier<List<PromiseSeen>> promises,
    List<OpenJob> beside,
    Optional<Path> runDirectory,
    Optional<SavableRecording> recording,
    Optional<HeadStart> headStart) {
  /// Whose job it is.
  public enum Ownership {
    /// The engine runs in this process: closing the window on it needs a question.
    THIS_PROCESS,
    /// A pool that Lifeguard did not start: the window looks on, but the measuring is its own.
    WATCHED,
    /// Somebody else's, or a recording: the window only looks on.
    OTHERS
  }

  /// Copies the list.
  public OpenJob {
    beside = List.copyOf(beside);
  }

  /// A job that promises nothing, alone.
  public OpenJob(JobSource source, Ownership ownership) {
    this(source, ownership, List::of, List.of());
  }

  /// A job that is not recorded in a directory of its own.
  public OpenJob(
      JobSource source,
      Ownership ownership,
      Supplier<List<PromiseSeen>> promises,
      List<OpenJob> beside) {
    this(source, ownership, promises, beside, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The same with other promises.
  OpenJob promising(Supplier<List<PromiseSeen>> other) {
    return new OpenJob(source, ownership, other, beside, runDirectory, recording, headStart);
  }

  /// The same with these beside it.
  OpenJob with(List<OpenJob> others) {
    return new OpenJob(source, ownership, promises, others, runDirectory, recording, headStart);
  }

  /// The same, recorded in this run directory.
  public OpenJob in(Path directory) {
    return new OpenJob(
        source, ownership, promises, beside, Optional.of(directory), recording, headStart);
  }

  /// The same, of which this can be saved.
  public OpenJob savedAs(SavableRecording what) {
    return new OpenJob(
        source, ownership, promises, beside, runDirectory, Optional.of(what), headStart);
  }

  /// The same, followed from now on, whenever there is a window for it.
  public OpenJob ahead() {
    return new OpenJob(
        source,
        ownership,
        promises,
        beside,
        runDirectory,
        recording,
        Optional.of(HeadStart.on(source)));
  }
}
