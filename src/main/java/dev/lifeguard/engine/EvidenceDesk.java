package dev.lifeguard.engine;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.pool.Input;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out more about a death after it was published: whether the kernel killed for lack of
/// memory, and what the worker printed last. One thread answers, which exists before the first
/// worker does: deaths are to be told where no further thread can be had, too.
final class EvidenceDesk {
  /// The kernel writes its log some milliseconds after the kill.
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private static final int SIGKILL = 9;
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceDesk.class);

  private final ThreadPoolExecutor looking =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("evidence").factory());

  private final OutOfMemoryEvidence outOfMemory;
  private final Recorder recorder;
  private final LongSupplier clock;
  private final Consumer<Input> facts;

  EvidenceDesk(
      OutOfMemoryEvidence outOfMemory,
      Recorder recorder,
      LongSupplier clock,
      Consumer<Input> facts) {
    this.outOfMemory = outOfMemory;
    this.recorder = recorder;
    this.clock = clock;
    this.facts = facts;
    looking.prestartAllCoreThreads();
  }

  /// Ends the thread. What is still asked is not answered any more.
  void stop() {
    looking.shutdownNow();
  }

  /// Begins to look into an incident; the answer comes as a fact.
  void lookInto(Incident incident) {
    long seenNanos = clock.getAsLong();
    looking.execute(() -> lookAndAnswer(incident, seenNanos));
  }

  private void lookAndAnswer(Incident incident, long seenNanos) {
    Input answer = nothing(incident);
    try {
      answer = look(incident, seenNanos);
    } catch (RuntimeException bug) {
      LOG.error("the evidence of incident {} could not be collected", incident.id(), bug);
    } finally {
      // The end of the job waits for an answer, whatever it says.
      facts.accept(answer);
    }
  }

  private Input look(Incident incident, long seenNanos) {
    Optional<OutOfMemoryEvidence.Finding> finding = Optional.empty();
    if (isKillFromElsewhere(incident.cause()) && incident.process().isPresent()) {
      ProcessIdentity process = incident.process().get();
      finding = outOfMemory.aboutDeath(process, seenNanos, patience(seenNanos));
    }
    List<String> lines = recorder.lastLines(incident.worker());
    List<Evidence> evidence = finding.map(OutOfMemoryEvidence.Finding::evidence).orElse(List.of());
    return new Input.EvidenceFound(
        incident.id(), finding.map(EvidenceDesk::cause), evidence, lines);
  }

  /// What is left of it: many who died at once are waited for together.
  private Duration patience(long seenNanos) {
    Duration left = PATIENCE.minusNanos(clock.getAsLong() - seenNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static Input nothing(Incident incident) {
    return new Input.EvidenceFound(incident.id(), Optional.empty(), List.of(), List.of());
  }

  private static boolean isKillFromElsewhere(DeathCause cause) {
    return cause.kind() == CauseKind.SIGNAL && cause.signal().orElse(0) == SIGKILL;
  }

  private static DeathCause cause(OutOfMemoryEvidence.Finding finding) {
    return new DeathCause(
        CauseKind.KERNEL_OOM,
        OptionalInt.of(SIGKILL),
        OptionalInt.empty(),
        "",
        finding.certainty());
  }
}
