package dev.lifeguard.pool;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.WorkerForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/// An operating system that misbehaves in every way that the pool must bear, in virtual time.
///
/// Everything comes from one seed: how long things take, in which order the two signs of a death
/// are seen, which tasks kill their workers, who presses which button when.
final class SimulatedWorld {
  private static final long MILLI = 1_000_000L;

  private final Random random;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::at).thenComparingLong(Arrival::order));
  private final Map<Integer, SimulatedProcess> processes = new HashMap<>();
  private final List<SimulatedProcess> everyProcess = new ArrayList<>();
  private final SimulatedSlots slots = new SimulatedSlots(this);
  private final List<Input> answers = new ArrayList<>();
  private final PoolPolicy policy;
  private final Map<Integer, Integer> poison = new HashMap<>();
  private final Map<Integer, Long> pendingStops = new HashMap<>();
  private final double calmness;

  /// Tasks that take no time, and pipes that are read at once: the world in which sending ahead
  /// pays.
  private final boolean fast;

  private final SimulatedTrouble trouble;
  private long arrivalCount;
  private long nextPid = 1000;
  private long itemsReadUntil;

  /// Results that were written to a pipe and will be read within the time that is allowed.
  final Map<Integer, Integer> writtenResults = new HashMap<>();

  private record Arrival(long at, long order, Runnable happens, Optional<Input> tells) {}

  SimulatedWorld(long seed, int tasks, PoolPolicy policy) {
    this.random = new Random(seed);
    this.policy = policy;
    fast = policy.window() > 1;
    trouble = new SimulatedTrouble(this, random, tasks);
    // Some worlds are quiet and some are hell.
    calmness = 0.5 + random.nextDouble() * 0.5;
    for (int task = 1; task <= tasks; task++) {
      if (random.nextInt(fast ? 60 : 12) == 0) {
        poison.put(task, 1 + random.nextInt(4));
      }
    }
  }

  SimulatedTrouble trouble() {
    return trouble;
  }

  /// People and strangers do things at random times.
  void disturb(int workers, long horizonNanos) {
    trouble.disturb(workers, horizonNanos, (int) ((1 - calmness) * 24));
  }

  Random random() {
    return random;
  }

  /// A place is opened for others than this worker's last process.
  void forget(int worker) {
    processes.remove(worker);
  }

  Optional<SimulatedProcess> process(int worker) {
    return Optional.ofNullable(processes.get(worker));
  }

  List<SimulatedProcess> processes() {
    return everyProcess;
  }

  /// When the next thing happens, `Long.MAX_VALUE` when nothing will.
  long nextAt() {
    return arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.peek().at();
  }

  /// What the shell answers to orders at once, before anything else happens.
  List<Input> takeAnswers() {
    List<Input> taken = List.copyOf(answers);
    answers.clear();
    return taken;
  }

  /// Lets the next thing happen; what the pool hears of it, if anything.
  Optional<Input> next() {
    Arrival arrival = arrivals.remove();
    arrival.happens().run();
    return arrival.tells();
  }

  /// The items come in portions, and then the source ends.
  void feed() {
    trouble.feed();
  }

  void carryOut(Effect effect, long now) {
    switch (effect) {
      case Effect.Spawn(int worker) -> spawn(worker, now);
      case Effect.Run(int worker, int task, int attempt) -> run(worker, task, attempt, now);
      case Effect.TakeBack(int worker, int task, int attempt) -> takeBack(worker, task, attempt);
      case Effect.Interrupt(int worker, int task, int attempt) -> {
        long at = now + latency(3);
        happen(at, () -> trouble.interrupt(worker, task, attempt, at));
      }
      case Effect.Stop(int worker) -> stop(worker, now);
      case Effect.Signal(int worker, int signal) -> signal(worker, signal, now);
      case Effect.Release(int worker) -> release(worker, now);
      case Effect.CollectEvidence(int incident, int _) -> {
        if (random.nextInt(20) != 0) {
          tell(
              now + millis(30),
              new Input.EvidenceFound(incident, Optional.empty(), List.of(), List.of("last")));
        }
      }
      case Effect.SampleEvery _, Effect.SampleNow _ -> {
        // Measuring goes on by itself here and tells nothing that the pool waits for.
      }
      case Effect.ReadItems(int first, int count) -> {
        List<String> labels = new ArrayList<>();
        // One thread reads the source, so the answers come in the order of the orders.
        itemsReadUntil = Math.max(itemsReadUntil, now + millis(2));
        // Large items come in small numbers, whatever was ordered.
        int some = random.nextInt(3) == 0 ? 1 + random.nextInt(count) : count;
        for (int i = 0; i < some; i++) {
          labels.add("item " + (first + i));
        }
        Map<Integer, TaskAnswer.Failure> refused = new HashMap<>();
        if (unlucky(10)) {
          refused.put(first, new TaskAnswer.Failure("ItemTooLarge", "", Payload.of("{}")));
        }
        tell(itemsReadUntil, new Input.ItemsRead(first, labels, refused));
      }
      case Effect.FetchItem(int task, int item) -> {
        Optional<TaskAnswer.Failure> unfit =
            unlucky(10)
                ? Optional.of(new TaskAnswer.Failure("ItemGone", "", Payload.of("{}")))
                : Optional.empty();
        tell(now + millis(5), new Input.ItemFetched(task, "item " + item, unfit));
      }
      case Effect.Dump _, Effect.Answer _ -> {}
    }
  }

  /// What was read is in the worker's memory, and nobody gets it out of there.
  private void takeBack(int worker, int task, int attempt) {
    if (isOfSlots()) {
      boolean taken = slots.takeBack(worker, task, attempt);
      answers.add(new Input.TakenBack(worker, task, attempt, taken));
      return;
    }
    SimulatedProcess process = processes.get(worker);
    var frame = new SimulatedProcess.Frame(task, attempt);
    boolean taken =
        process != null
            && process.pipe.contains(frame)
            && random.nextInt(3) != 0
            && process.pipe.remove(frame);
    answers.add(new Input.TakenBack(worker, task, attempt, taken));
  }

  private boolean isOfSlots() {
    return policy.form() == WorkerForm.SLOT;
  }

  private void spawn(int worker, long now) {
    if (isOfSlots()) {
      slots.spawn(worker, now);
      return;
    }
    pendingStops.remove(worker);
    if (unlucky(60)) {
      tell(now + millis(5), new Input.SpawnFailed(worker, "no memory to fork"));
      return;
    }
    long at = now + millis(5);
    SimulatedProcess process = newProcess(worker, at);
    happenAndTell(at, () -> exists(process), new Input.Spawned(worker, process.identity));
    if (unlucky(40)) {
      happen(at, () -> trouble.hang(process, at));
    } else if (unlucky(25)) {
      happen(
          at + millis(40),
          () -> {
            say(process, new Input.StartFailed(worker, "no module"), at + millis(40));
            die(process, new ExitStatus.Exited(3), "", at + millis(40));
          });
    } else {
      long readyAt = at + millis(80);
      happen(readyAt, () -> hello(process, readyAt));
    }
  }

  SimulatedProcess newProcess(int worker, long at) {
    var process = new SimulatedProcess(worker, new ProcessIdentity(nextPid++, at + 1, at));
    process.stubborn = unlucky(12);
    process.unkillable = unlucky(150);
    process.pipeHeldByGrandchild = unlucky(15);
    return process;
  }

  void exists(SimulatedProcess process) {
    processes.put(process.worker, process);
    everyProcess.add(process);
  }

  void hello(SimulatedProcess process, long now) {
    if (process.isAlive()) {
      say(process, new Input.Ready(process.worker, "simulated", 1), now);
      considerStop(process.worker, now);
    }
  }

  private void run(int worker, int task, int attempt, long now) {
    if (isOfSlots()) {
      slots.run(worker, task, attempt, now);
      return;
    }
    SimulatedProcess process = processes.get(worker);
    if (process == null || !process.isAlive() || process.pipeClosed) {
      return;
    }
    process.pipe.addLast(new SimulatedProcess.Frame(task, attempt));
    goOn(process, now);
  }

  /// The process reads its next task, if it has nothing to do.
  void goOn(SimulatedProcess process, long now) {
    if (process.task != 0 || process.pipe.isEmpty()) {
      return;
    }
    SimulatedProcess.Frame frame = process.pipe.removeFirst();
    process.task = frame.task();
    process.hasCaught = false;
    process.attempt = frame.attempt();
    if (unlucky(40)) {
      long at = now + latency(10);
      tell(at, new Input.OverMemory(process.worker, process.identity, 3L << 30));
    }
    long at = now + (fast && !unlucky(12) ? millis(1) / 4 : millis(30));
    happen(at, () -> finish(process, frame.task(), frame.attempt(), at));
  }

  private void finish(SimulatedProcess process, int task, int attempt, long now) {
    if (!process.isAlive() || process.task != task || process.attempt != attempt) {
      return;
    }
    int worker = process.worker;
    int rarity = rarity();
    if (attempt <= poison.getOrDefault(task, 0)) {
      die(process, trouble.randomDeath(isOfSlots()), "", now);
    } else if (unlucky(50 * rarity)) {
      die(process, trouble.randomDeath(isOfSlots()), "", now);
    } else if (unlucky(40 * rarity)) {
      trouble.hang(process, now);
    } else if (isOfSlots()) {
      answer(process, task, attempt, now);
    } else if (unlucky(60 * rarity)) {
      say(process, new Input.Violated(worker, "offending bytes"), now);
    } else if (unlucky(80 * rarity)) {
      closePipe(process, now);
    } else if (unlucky(100 * rarity)) {
      say(process, new Input.Result(worker, task + 1000, attempt, Payload.of("0")), now);
    } else {
      answer(process, task, attempt, now);
    }
  }

  void answer(SimulatedProcess process, int task, int attempt, long now) {
    int worker = process.worker;
    if (random.nextInt(15) == 0) {
      String[] types = {"ValueError", "MemoryError", "SoftTimeout"};
      fail(process, task, attempt, types[random.nextInt(types.length)], now);
      return;
    }
    process.task = 0;
    say(process, new Input.Result(worker, task, attempt, truth(task, attempt)), now);
    if (!process.pipeClosed) {
      writtenResults.put(task, attempt);
    }
    answered(process, now);
  }

  void fail(SimulatedProcess process, int task, int attempt, String type, long now) {
    process.task = 0;
    var failure = new TaskAnswer.Failure(type, "simulated", Payload.of("{}"));
    say(process, new Input.Failed(process.worker, task, attempt, failure), now);
    answered(process, now);
  }

  private void answered(SimulatedProcess process, long now) {
    if (isOfSlots()) {
      slots.answered(process, now);
      return;
    }
    if (unlucky(fast ? 100 : 25)) {
      // The result is in the pipe, and the worker dies at once: the result must count.
      die(process, trouble.randomDeath(isOfSlots()), "", now);
      return;
    }
    considerStop(process.worker, now);
    goOn(process, now);
  }

  static Payload truth(int task, int attempt) {
    return Payload.of(task + "." + attempt);
  }

  static ExitStatus signalled(int signal) {
    return new ExitStatus.Signalled(signal, false);
  }

  private void stop(int worker, long now) {
    if (isOfSlots()) {
      slots.stop(worker, now);
    } else {
      pendingStops.put(worker, now);
      considerStop(worker, now);
    }
  }

  private void considerStop(int worker, long now) {
    SimulatedProcess process = processes.get(worker);
    if (!pendingStops.containsKey(worker)
        || process == null
        || process.task != 0
        || process.stubborn) {
      return;
    }
    long at = now + millis(20);
    happen(
        at,
        () -> {
          if (process.isAlive() && process.task == 0 && process.pipe.isEmpty()) {
            say(process, new Input.Bye(worker), at);
            die(process, new ExitStatus.Exited(0), "", at);
          }
        });
  }

  private void signal(int worker, int signal, long now) {
    SimulatedProcess process =
        isOfSlots() ? slots.heard(worker).orElse(null) : processes.get(worker);
    boolean works = signal == 9 ? process != null && !process.unkillable : true;
    if (process == null || !works || (signal == 15 && process.stubborn)) {
      return;
    }
    if (signal == 9 || signal == 15 || signal == 11) {
      happen(now + millis(3), () -> die(process, signalled(signal), "ours", now + millis(3)));
    }
  }

  private void release(int worker, long now) {
    slots.release(worker);
    SimulatedProcess process = processes.get(worker);
    if (process == null) {
      return;
    }
    process.released = true;
    if (!process.unkillable) {
      happen(now + millis(3), () -> die(process, signalled(9), "ours", now));
    }
  }

  /// The process writes something; it is read a little later, in order.
  private void say(SimulatedProcess process, Input message, long now) {
    if (process.pipeClosed) {
      return;
    }
    process.pipeReadUntil = Math.max(process.pipeReadUntil, now + latency(4));
    tell(process.pipeReadUntil, message);
  }

  private void closePipe(SimulatedProcess process, long now) {
    if (!process.pipeClosed) {
      process.pipeClosed = true;
      long at = Math.max(process.pipeReadUntil, now + latency(4));
      tell(at, new Input.OutputClosed(process.worker, at));
    }
  }

  void die(int worker, ExitStatus status, String killer, long now) {
    SimulatedProcess process = processes.get(worker);
    if (process != null) {
      die(process, status, killer, now);
    }
  }

  void die(SimulatedProcess process, ExitStatus status, String killer, long now) {
    if (!process.isAlive()) {
      return;
    }
    int worker = process.worker;
    process.death = Optional.of(status);
    process.killer = killer;
    if (isOfSlots()) {
      if (process.released) {
        // Nobody listens to what is left of an attempt whose place was opened again.
        return;
      }
      slots.died(worker);
    }
    long seen = Math.max(now + latency(6), process.toldNanos);
    Optional<Input.Known> known =
        killer.equals(SimulatedProcess.KERNEL)
            ? Optional.of(SimulatedProcess.OUT_OF_MEMORY)
            : Optional.empty();
    tell(seen, new Input.Exited(worker, status, seen, known));
    if (!process.pipeHeldByGrandchild) {
      closePipe(process, now);
    }
  }

  /// How much rarer troubles of tasks are where many of them run.
  int rarity() {
    return fast ? 4 : 1;
  }

  boolean unlucky(int oneIn) {
    return random.nextInt((int) (oneIn * (0.2 + calmness))) == 0;
  }

  /// A random time of about so many milliseconds.
  long millis(int about) {
    return (long) (random.nextDouble() * 2 * about * MILLI) + 1;
  }

  /// How long it takes until something is noticed.
  long latency(int about) {
    return fast ? millis(about) / 20 + 1 : millis(about);
  }

  void tell(long at, Input input) {
    happenAndTell(at, () -> {}, input);
  }

  void happen(long at, Runnable what) {
    arrivals.add(new Arrival(at, arrivalCount++, what, Optional.empty()));
  }

  void happenAndTell(long at, Runnable what, Input input) {
    arrivals.add(new Arrival(at, arrivalCount++, what, Optional.of(input)));
  }
}
