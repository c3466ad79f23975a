package dev.lifeguard.job;

import java.util.Optional;

/// What the measuring of processes has told that is not of one worker. Belongs to the model.
final class Measurements {
  private Optional<ProcessReading> supervisor = Optional.empty();
  private long costNanos;
  private long periodNanos = Command.USUAL_SAMPLE_PERIOD.toNanos();

  /// Hands a round of readings on to those whom they are of.
  void apply(PoolEvent.Sampled e, JobModel model) {
    for (ProcessReading reading : e.readings()) {
      if (reading.worker() != 0) {
        Worker worker = model.worker(reading.worker());
        if (!worker.isDead()) {
          worker.sampled(reading);
        }
      } else if (model.job().map(j -> isSupervisor(j, reading)).orElse(true)) {
        supervisor = Optional.of(reading);
      } else {
        model.foreign().sampled(reading);
      }
    }
    for (ProcessIdentity gone : e.gone()) {
      model.workers().forEach(worker -> worker.gone(gone));
      model.foreign().gone(gone);
    }
    costNanos = e.costNanos();
  }

  private static boolean isSupervisor(JobDescription job, ProcessReading reading) {
    return job.supervisor().pid() == reading.process().pid();
  }

  /// Another supervisor goes on from here.
  void begin() {
    supervisor = Optional.empty();
  }

  void every(long nanos) {
    periodNanos = nanos;
  }

  Optional<ProcessReading> supervisor() {
    return supervisor;
  }

  long costNanos() {
    return costNanos;
  }

  long periodNanos() {
    return periodNanos;
  }
}
