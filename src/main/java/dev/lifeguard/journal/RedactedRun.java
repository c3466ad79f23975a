package dev.lifeguard.journal;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.TaskAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A copy of a recording without what may be secret: items, results, messages of errors, whatever
/// the workers printed, names of processes and directories. What happened when to whom, and why, is
/// left.
final class RedactedRun {
  private static final String GONE = "(redacted)";

  private RedactedRun() {}

  /// Writes the copy, of no more than there is now.
  ///
  /// @param target an empty directory
  /// @param jobFile the text of the job file without its secrets; empty when there is none
  /// @return whether it was written to its end
  private static boolean write(
      RunDirectory run,
      JournalReader reader,
      RunDirectory target,
      String jobFile,
      PackProgress progress)
      throws IOException {
    if (!jobFile.isEmpty()) {
      Files.writeString(target.jobFile(), jobFile);
    }
    long end = Files.size(run.journal());
    JobModel model = new JobModel();
    JsonLine line = new JsonLine();
    try (FreshFile journal = FreshFile.open(target.journal())) {
      HeaderLine.append(reader.header().forStrangers(), line);
      List<PoolEvent> batch = reader.read(4096);
      while (!batch.isEmpty()) {
        for (PoolEvent event : batch) {
          PoolEvent left = redacted(event);
          model.apply(left);
          EventEncoder.append(left, line);
        }
        journal.write(line.copy());
        line.clear();
        if (!progress.goesOn(Math.min(reader.nextOffset(), end), end)) {
          return false;
        }
        batch = reader.nextOffset() < end ? reader.read(4096) : List.of();
      }
      journal.write(line.copy());
      journal.complete();
    }
    if (Files.exists(run.report())) {
      Files.write(target.report(), JobReport.json(model));
    }
    return true;
  }

  /// What is left of an event.
  static PoolEvent redacted(PoolEvent event) {
    return switch (event) {
      case PoolEvent.JobStarted e -> new PoolEvent.JobStarted(e.atNanos(), job(e.job()));
      case PoolEvent.JobResumed e -> new PoolEvent.JobResumed(e.atNanos(), job(e.job()), e.again());
      case PoolEvent.TaskStarted e ->
          new PoolEvent.TaskStarted(e.atNanos(), e.task(), e.attempt(), e.worker(), "");
      case PoolEvent.TaskEnded e ->
          new PoolEvent.TaskEnded(
              e.atNanos(), e.task(), e.outcome(), e.attempts(), e.worker(), answer(e.answer()));
      case PoolEvent.TaskRetried e ->
          new PoolEvent.TaskRetried(
              e.atNanos(), e.task(), e.attempt(), e.worker(), e.as(), answer(e.answer()));
      case PoolEvent.WorkerDied e ->
          new PoolEvent.WorkerDied(
              e.atNanos(),
              e.incident(),
              e.worker(),
              e.status(),
              e.exitSeenNanos(),
              e.outputClosedNanos(),
              e.task(),
              e.attempt(),
              cause(e.cause()),
              evidence(e.cause().kind(), e.evidence()));
      case PoolEvent.CauseRefined e ->
          new PoolEvent.CauseRefined(
              e.atNanos(),
              e.incident(),
              e.cause().map(RedactedRun::cause),
              evidence(e.cause().map(DeathCause::kind).orElse(CauseKind.SIGNAL), e.evidence()),
              List.of());
      case PoolEvent.PoolGaveUp e ->
          new PoolEvent.PoolGaveUp(e.atNanos(), "the pool gave up " + GONE, List.of());
      case PoolEvent.PoolStopping e -> new PoolEvent.PoolStopping(e.atNanos(), GONE);
      case PoolEvent.Sampled e ->
          new PoolEvent.Sampled(
              e.atNanos(),
              e.readings().stream().map(RedactedRun::reading).toList(),
              e.gone(),
              e.costNanos());
      case PoolEvent.RecordingFailed e -> new PoolEvent.RecordingFailed(e.atNanos(), GONE);
      case PoolEvent.Unrecognised e -> new PoolEvent.Unrecognised(e.atNanos(), e.type(), GONE);
      case PoolEvent.PoolRecognised e ->
          new PoolEvent.PoolRecognised(e.atNanos(), e.kind(), GONE, e.unseen(), e.remedy());
      case PoolEvent.WorkerObserved _,
          PoolEvent.PipesFilled _,
          PoolEvent.PoolSeenInside _,
          PoolEvent.TasksPassed _,
          PoolEvent.VerdictReached _,
          PoolEvent.ManagerEnded _,
          PoolEvent.TasksQueued _,
          PoolEvent.SourceEnded _,
          PoolEvent.WorkerStarting _,
          PoolEvent.WorkerSpawned _,
          PoolEvent.WorkerReady _,
          PoolEvent.TaskRequeued _,
          PoolEvent.TaskInterrupted _,
          PoolEvent.TaskRepeated _,
          PoolEvent.WorkerStopping _,
          PoolEvent.WorkerSignalling _,
          PoolEvent.WorkerEnded _,
          PoolEvent.WorkerHung _,
          PoolEvent.WorkerMoved _,
          PoolEvent.WorkerUnkillable _,
          PoolEvent.RestartDelayed _,
          PoolEvent.SamplingChanged _,
          PoolEvent.PoolPaused _,
          PoolEvent.PoolContinued _,
          PoolEvent.PoolResized _,
          PoolEvent.PoolDraining _,
          PoolEvent.QueueAbandoned _,
          PoolEvent.JobEnded _ ->
          event;
    };
  }

  private static JobDescription job(JobDescription job) {
    return new JobDescription(
        job.name(),
        GONE,
        job.startedAt(),
        job.supervisor(),
        job.form(),
        job.workers(),
        job.attemptsPerTask(),
        job.memoryLimitBytes(),
        job.memoryMeans(),
        GONE,
        job.system());
  }

  private static TaskAnswer answer(TaskAnswer answer) {
    return answer instanceof TaskAnswer.Failure failure
        ? new TaskAnswer.Failure(failure.type(), GONE, Payload.EMPTY, failure.limit())
        : answer;
  }

  /// Only these two quote what a worker has written.
  private static boolean quotes(CauseKind kind) {
    return kind == CauseKind.START || kind == CauseKind.PROTOCOL;
  }

  private static DeathCause cause(DeathCause cause) {
    return quotes(cause.kind())
        ? new DeathCause(cause.kind(), cause.signal(), cause.exitCode(), GONE, cause.certainty())
        : cause;
  }

  private static List<Evidence> evidence(CauseKind kind, List<Evidence> evidence) {
    return quotes(kind)
        ? evidence.stream().map(e -> new Evidence(e.source(), GONE, e.atNanos())).toList()
        : evidence;
  }

  private static ProcessReading reading(ProcessReading r) {
    return new ProcessReading(
        r.worker(),
        r.process(),
        r.parentPid(),
        "",
        r.state(),
        r.cpuShare(),
        r.cpuNanos(),
        r.memory());
  }

  /// Packs such a copy.
  ///
  /// @param jobFile the text of the job file without its secrets; empty when there is none
  static Tried<Path> pack(
      RunDirectory run, boolean goesOn, String jobFile, Path file, PackProgress progress) {
    return switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          Path place = Files.createTempDirectory("lifeguard-");
          try (OpenedRun copy = OpenedRun.inPlace(place)) {
            yield write(run, reader, copy.directory(), jobFile, progress)
                // To write it takes far longer than to pack it, so the one progress is enough.
                ? Packing.pack(PackedRun.members(copy.directory()), goesOn, file, PackProgress.NONE)
                : new Tried.Refused<>("Packing into " + file + " was given up, as it was wished");
          }
        } catch (IOException e) {
          yield new Tried.Refused<>(IoSentence.cannotPack(file, e));
        }
      }
      case Tried.Refused<JournalReader>(String sentence) -> new Tried.Refused<>(sentence);
    };
  }
}
