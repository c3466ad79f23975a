package dev.lifeguard.engine;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.TimelineStep;
import dev.lifeguard.pool.Input;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.probe.WorkerCgroups.Account;
import dev.lifeguard.probe.WorkerJobs;
import dev.lifeguard.worker.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
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
/// memory or refused it, how much the worker had, and what the worker printed last. One thread
/// answers, which exists before the first worker does: deaths are to be told where no further
/// thread can be had, too.
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
  private final WorkerSettings.MemoryHold hold;
  private final Recorder recorder;
  private final LongSupplier clock;
  private final Consumer<Input> facts;

  EvidenceDesk(
      OutOfMemoryEvidence outOfMemory,
      WorkerSettings.MemoryHold hold,
      Recorder recorder,
      LongSupplier clock,
      Consumer<Input> facts) {
    this.outOfMemory = outOfMemory;
    this.hold = hold;
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
    // What its own cgroup has counted may have been told with the death.
    boolean isKnown = incident.cause().kind() == CauseKind.KERNEL_OOM;
    Optional<Account> account = isKnown ? Optional.empty() : account(incident, seenNanos);
    Optional<DeathCause> cause = Optional.empty();
    List<Evidence> evidence = new ArrayList<>();
    account
        .flatMap(counted -> OwnCgroup.evidence(counted, clock.getAsLong()))
        .ifPresent(evidence::add);
    if (isKillFromElsewhere(incident.cause()) && incident.process().isPresent()) {
      cause = account.flatMap(OwnCgroup::cause);
      // The own counter is exact: where it has not moved, the machine's counted somebody else.
      if (account.isEmpty() || cause.isPresent()) {
        Optional<OutOfMemoryEvidence.Finding> finding =
            outOfMemory.aboutDeath(incident.process().get(), seenNanos, patience(seenNanos));
        cause = cause.or(() -> finding.filter(_ -> !isKnown).map(EvidenceDesk::cause));
        finding.ifPresent(found -> evidence.addAll(found.evidence()));
      }
    }
    if (hold instanceof WorkerSettings.MemoryHold.JobObject(WorkerJobs jobs)) {
      WorkerJobs.Account told = jobs.account(incident.worker());
      OwnJob.evidence(told, clock.getAsLong()).ifPresent(evidence::add);
      cause = OwnJob.cause(incident.cause(), told);
    }
    List<String> lines = recorder.lastLines(incident.worker());
    if (incident.cause().kind() == CauseKind.EXIT && incident.cause().reason().isEmpty()) {
      // Its last lines may have come after its exit.
      Optional<Input.Known> words =
          JavaLastWords.of(incident.status(), () -> lines, clock.getAsLong());
      words.map(Input.Known::evidence).ifPresent(evidence::add);
      cause = cause.or(() -> words.map(Input.Known::cause));
    }
    return new Input.EvidenceFound(incident.id(), cause, evidence, lines);
  }

  private Optional<Account> account(Incident incident, long seenNanos) {
    return cgroups().flatMap(all -> all.account(incident.worker(), exitNanos(incident, seenNanos)));
  }

  private Optional<WorkerCgroups> cgroups() {
    return hold instanceof WorkerSettings.MemoryHold.OwnCgroup(WorkerCgroups own)
        ? Optional.of(own)
        : Optional.empty();
  }

  /// When its exit was seen: a place in which one process follows the other may hold the next one
  /// by now.
  private static long exitNanos(Incident incident, long seenNanos) {
    return incident.timeline().stream()
        .filter(entry -> entry.step() == TimelineStep.EXIT_SEEN)
        .mapToLong(TimelineEntry::atNanos)
        .findFirst()
        .orElse(seenNanos);
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
    boolean elsewhere = cause.kind() == CauseKind.SIGNAL || cause.kind() == CauseKind.KERNEL_OOM;
    return elsewhere && cause.signal().orElse(0) == SIGKILL;
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
