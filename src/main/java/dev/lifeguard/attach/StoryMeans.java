package dev.lifeguard.attach;

import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.WorkerForm;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.ProcessProbe.Watched;
import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.TreeProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Everything that a [PoolStory] needs of the operating system, and its clock. Belongs to the
/// story's thread.
final class StoryMeans implements AutoCloseable {
  private static final Duration LOG_PATIENCE = Duration.ofMillis(100);
  private static final long LONGEST_SILENCE_NANOS = 1_000_000_000L;
  private static final int LONGEST_NAME = 60;

  private final Probes probes;
  private final long originNanos;
  private final Instant startedAt;
  private final TreeProbe trees;
  private final Optional<ExitWatch> exits;
  private final ProcessProbe memory;
  private final OutOfMemoryEvidence outOfMemory;
  private final Consumer<Fact> facts;
  private long firstLookNanos;
  private long toldNanos = -LONGEST_SILENCE_NANOS;

  private StoryMeans(
      ProcessIdentity root, Probes probes, TreeProbe trees, Consumer<Fact> facts, long origin) {
    this.probes = probes;
    this.originNanos = origin;
    this.startedAt = Instant.now();
    this.trees = trees;
    this.facts = facts;
    this.exits = probes.exits(listener(facts), this::now);
    this.memory = probes.processes(root, this::now);
    this.outOfMemory = probes.outOfMemory(this::now);
    outOfMemory.mark();
  }

  /// Opens them.
  ///
  /// @return empty where this system has none
  static Optional<StoryMeans> open(ProcessIdentity root, Probes probes, Consumer<Fact> facts) {
    long origin = System.nanoTime();
    return probes
        .trees(() -> System.nanoTime() - origin)
        .map(trees -> new StoryMeans(root, probes, trees, facts, origin));
  }

  private static ExitWatch.Listener listener(Consumer<Fact> facts) {
    return new ExitWatch.Listener() {
      @Override
      public void ended(ExitWatch.Ending ending) {
        facts.accept(new Fact.Ended(ending));
      }

      @Override
      public void started(ProcessIdentity parent, ProcessIdentity child) {
        facts.accept(new Fact.Started(parent, child));
      }
    };
  }

  /// Nanoseconds since the job was attached to.
  long now() {
    return System.nanoTime() - originNanos;
  }

  /// The monotonic clock when the job was attached to.
  long originNanos() {
    return originNanos;
  }

  TreeProbe trees() {
    return trees;
  }

  /// When the first look was taken; who was there then was there before.
  long firstLookNanos() {
    return firstLookNanos;
  }

  boolean tellsEnds() {
    return exits.isPresent();
  }

  /// Begins to watch a process.
  ///
  /// @return false when it is gone
  boolean watch(ProcessIdentity process) {
    return exits.map(it -> it.watch(process)).orElse(true);
  }

  /// What a process does with a signal.
  EndMeans.Hearing hearing(ProcessIdentity process, int signal) {
    return ThisSystem.kind().hasSignals()
        ? probes.hearing(process, signal)
        : EndMeans.Hearing.NO_SIGNALS;
  }

  /// Sends a signal.
  ExitWatch.Sent signal(ProcessIdentity process, int signal) {
    return exits.map(it -> it.signal(process, signal)).orElse(ExitWatch.Sent.NOT_ALLOWED);
  }

  /// The job as it is announced.
  JobDescription description(ProcessFacts root, int workers) {
    String line = String.join(" ", root.command());
    return new JobDescription(
        name(root),
        line.isEmpty() ? root.name() : line,
        startedAt,
        root.process(),
        WorkerForm.PROCESS,
        Math.max(1, workers),
        InsidePools.of(trees, root.process(), root.process(), originNanos)
            .map(InsidePools::attempts)
            .orElse(1),
        OptionalLong.empty(),
        MemoryMeans.NONE,
        "",
        ThisSystem.kind());
  }

  /// A short name: the script of an interpreter, else the program.
  static String name(ProcessFacts root) {
    List<String> words = root.command();
    Optional<String> script =
        Roles.isPython(root)
            ? words.stream().skip(1).filter(word -> !word.startsWith("-")).findFirst()
            : Optional.empty();
    String name = script.orElse(words.isEmpty() ? root.name() : words.getFirst());
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.length() > LONGEST_NAME ? last.substring(0, LONGEST_NAME) : last;
  }

  /// Measures the processes.
  List<PoolEvent> sample(Collection<Member> members, List<ProcessIdentity> helpers) {
    if (firstLookNanos == 0) {
      firstLookNanos = now();
    }
    outOfMemory.mark();
    List<Watched> watched = new ArrayList<>();
    members.stream()
        .filter(Member::isAlive)
        .forEach(member -> watched.add(new Watched(member.worker(), member.process())));
    helpers.forEach(helper -> watched.add(new Watched(0, helper)));
    ProcessProbe.Sample sample = memory.sample(watched);
    boolean quiet = sample.readings().isEmpty() && sample.gone().isEmpty();
    long now = now();
    if (quiet && now - toldNanos < LONGEST_SILENCE_NANOS) {
      return List.of();
    }
    toldNanos = now;
    return List.of(
        new PoolEvent.Sampled(now, sample.readings(), sample.gone(), sample.costNanos()));
  }

  /// Asks in the background whether the kernel has killed a process for lack of memory.
  void askForOutOfMemory(int incident, ExitWatch.Ending ending) {
    Thread.ofVirtual()
        .start(() ->
            outOfMemory
                .aboutDeath(ending.process(), ending.atNanos(), LOG_PATIENCE)
                .ifPresent(finding -> facts.accept(new Fact.OutOfMemory(incident, finding))));
  }

  @Override
  public void close() {
    exits.ifPresent(ExitWatch::close);
    memory.close();
    outOfMemory.close();
  }
}
