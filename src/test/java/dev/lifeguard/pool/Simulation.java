package dev.lifeguard.pool;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.WorkerForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;

/// One pool in one simulated world, from the first input to the end of the job.
final class Simulation {
  /// More steps than any job of this size can need: whoever reaches it goes round in circles.
  private static final int MOST_STEPS = 20_000;

  private static final long MILLI = 1_000_000L;
  private static final List<MemoryMeans> MEANS = List.of(MemoryMeans.values());
  private static final OptionalLong NO_LIMIT = OptionalLong.empty();

  private final PoolPolicy policy;
  private final SimulatedWorld world;
  private final Invariants invariants;
  private final List<String> story = new ArrayList<>();
  private final boolean tellsStory;
  private final Shell shell;
  private final Pool pool;
  private final int tasks;
  private long now;

  /// Stands between the pool and the world; a broken one plants a bug.
  interface Shell {
    /// The input that the pool gets in place of `input`.
    default List<Input> in(Input input) {
      return List.of(input);
    }

    /// The events that the observers get in place of these.
    default List<PoolEvent> events(List<PoolEvent> events) {
      return events;
    }

    /// The orders that the world gets in place of these.
    default List<Effect> effects(List<Effect> effects) {
      return effects;
    }

    /// When the shell wakes the pool.
    default long deadline(long wanted) {
      return wanted;
    }
  }

  Simulation(long seed, boolean tellsStory, Function<PoolPolicy, Pool> pools, Shell shell) {
    // The policy and the world draw from different sequences, so that a change in one does not
    // make the other a different one.
    Random random = new Random(seed ^ 0x5DEECE66DL);
    policy = policy(random);
    // Who is fast must be known before anything is sent ahead, so that takes more tasks.
    tasks = policy.window() > 1 ? 20 + random.nextInt(60) : random.nextInt(30);
    world = new SimulatedWorld(seed, tasks, policy);
    invariants = new Invariants(world, policy);
    this.tellsStory = tellsStory;
    this.shell = shell;
    pool = pools.apply(policy);
  }

  static Simulation honest(long seed, boolean tellsStory) {
    return new Simulation(seed, tellsStory, Pool::new, new Shell() {});
  }

  private static PoolPolicy policy(Random random) {
    int lost = random.nextInt(4);
    WorkerForm form = random.nextInt(5) == 0 ? WorkerForm.SLOT : WorkerForm.PROCESS;
    boolean fast = random.nextInt(form == WorkerForm.SLOT ? 2 : 4) == 0;
    OptionalLong hard = random.nextBoolean() ? OptionalLong.of(500 * MILLI) : OptionalLong.empty();
    OptionalLong soft =
        random.nextInt(3) == 0 ? OptionalLong.of(random.nextInt(300) * MILLI + 1) : NO_LIMIT;
    return PoolPolicy.usual(1 + random.nextInt(fast ? 3 : 6))
        .with(form)
        .withWindow(fast ? 2 : 1)
        .with(
            new PoolPolicy.Hang(
                random.nextInt(4) == 0 ? NO_LIMIT : OptionalLong.of(400 * MILLI),
                random.nextBoolean()))
        .with(memory(random))
        .with(
            new PoolPolicy.Recycle(
                random.nextInt(4) == 0
                    ? OptionalInt.of(1 + random.nextInt(fast ? 20 : 4))
                    : OptionalInt.empty(),
                random.nextInt(4) == 0 ? OptionalLong.of(50L << 20) : NO_LIMIT))
        .with(
            new PoolPolicy.Retry(
                lost, random.nextInt(2), random.nextInt(2), 1 + random.nextInt(lost + 1)))
        .with(
            new PoolPolicy.Restart(random.nextInt(8), 30_000 * MILLI, 100 * MILLI, 10_000 * MILLI))
        .with(random.nextInt(6) == 0 ? PoolPolicy.OnFailure.STOP : PoolPolicy.OnFailure.CONTINUE)
        .with(new PoolPolicy.Times(hard, soft, random.nextInt(3) * 500L * MILLI));
  }

  private static PoolPolicy.Memory memory(Random random) {
    MemoryMeans means = MEANS.get(random.nextInt(MEANS.size()));
    return means == MemoryMeans.NONE
        ? PoolPolicy.Memory.UNLIMITED
        : new PoolPolicy.Memory(OptionalLong.of(2L << 30), means);
  }

  /// Runs to the end.
  ///
  /// @throws Invariants.BrokenInvariant if a promise is broken
  JobModel run() {
    tell(tasks + " tasks, ", policy);
    step(List.of(new Input.Began(description())));
    world.feed();
    // Much happens while a small job runs, or over the time of a long one; fast ones are soon over.
    long soon = policy.window() > 1 ? 30 * MILLI : 400 * MILLI;
    world.disturb(policy.workers(), world.random().nextBoolean() ? soon : 10 * soon);
    for (int steps = 0; !pool.hasEnded(); steps++) {
      Invariants.require(steps < MOST_STEPS, "the pool goes round in circles");
      await();
    }
    drain();
    invariants.atTheEnd(pool);
    return invariants.fold();
  }

  private void await() {
    long arrival = world.nextAt();
    long deadline = shell.deadline(pool.nextDeadline());
    Invariants.require(
        Math.min(arrival, deadline) != Long.MAX_VALUE, "the pool waits for ever, for nothing");
    now = Math.max(now, Math.min(arrival, deadline));
    if (deadline < arrival) {
      step(List.of(new Input.TimePassed()));
    } else {
      step(oneRound());
    }
  }

  /// What the real shell finds ready in one round of waiting: sometimes several facts, all of which
  /// are decided before the first order is carried out.
  private List<Input> oneRound() {
    List<Input> round = new ArrayList<>();
    world.next().ifPresent(round::add);
    long horizon = now + (world.random().nextInt(3) == 0 ? 2_000_000L : 0);
    while (horizon > now && world.nextAt() <= horizon && round.size() < 6) {
      now = Math.max(now, world.nextAt());
      world.next().ifPresent(round::add);
    }
    return round;
  }

  /// What still arrives after the end must not move anything.
  private void drain() {
    while (world.nextAt() != Long.MAX_VALUE) {
      now = Math.max(now, world.nextAt());
      world.next().ifPresent(input -> step(List.of(input)));
    }
  }

  private void step(List<Input> round) {
    Decisions decisions = new Decisions();
    for (Input input : round) {
      invariants.heard(input);
      for (Input each : shell.in(input)) {
        tell("< ", each);
        pool.handle(now, each, decisions);
      }
    }
    for (PoolEvent event : shell.events(decisions.events())) {
      tell("  * ", event);
      invariants.published(event);
    }
    for (Effect effect : shell.effects(decisions.effects())) {
      tell("  > ", effect);
      invariants.ordered(effect, now);
      world.carryOut(effect, now);
    }
    invariants.afterStep(pool, now);
    List<Input> answers = world.takeAnswers();
    if (!answers.isEmpty()) {
      step(answers);
    }
  }

  private void tell(String before, Object what) {
    if (tellsStory) {
      story.add(String.format("%10.3f ms %s%s", now / 1e6, before, what));
    }
  }

  /// What happened, a line for each input, event and order.
  List<String> story() {
    return story;
  }

  private JobDescription description() {
    return new JobDescription(
        "simulated",
        "nothing:real",
        Instant.EPOCH,
        new ProcessIdentity(1, 1, 0),
        policy.form(),
        policy.workers(),
        3,
        policy.memory().limitBytes(),
        policy.memory().means(),
        "/nowhere",
        HostSystem.LINUX);
  }
}
