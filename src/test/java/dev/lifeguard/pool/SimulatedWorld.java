package dev.lifeguard.pool;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.WorkerForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/// An operating system that misbehaves in every way that the pool must bear, in virtual time.
///
/// Everything comes from one seed: how long things take, in which order the two signs of a death
/// are seen, which tasks kill their workers, who presses which button when.
final class SimulatedWorld {
  private static final long MILLI = 1_000_000L;
  private static final long MEBIBYTE = 1L << 20;

  private final Random random;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::at).thenComparingLong(Arrival::order));
  private final Map<Integer, SimulatedProcess> processes = new HashMap<>();
  private final List<SimulatedProcess> everyProcess = new ArrayList<>();
  private final Set<Integer> openSlots = new HashSet<>();
  private final Set<Integer> busySlots = new HashSet<>();
  private final List<Input> answers = new ArrayList<>();
  private final PoolPolicy policy;
  private final Map<Integer, Integer> poison = new HashMap<>();
  private final Map<Integer, Long> pendingStops = new HashMap<>();
  private final double calmness;

  /// Tasks that take no time, and pipes that are read at once: the world in which sending ahead
  /// pays.
  private final boolean fast;

  private final int tasks;
  private long arrivalCount;
  private long nextPid = 1000;
  private long itemsReadUntil;
  private long tickets;

  /// Results that were written to a pipe and will be read within the time that is allowed.
  final Map<Integer, Integer> writtenResults = new HashMap<>();

  private record Arrival(long at, long order, Runnable happens, Optional<Input> tells) {}

  SimulatedWorld(long seed, int tasks, PoolPolicy policy) {
    this.random = new Random(seed);
    this.tasks = tasks;
    this.policy = policy;
    fast = policy.window() > 1;
    // Some worlds are quiet and some are hell.
    calmness = 0.5 + random.nextDouble() * 0.5;
    for (int task = 1; task <= tasks; task++) {
      if (random.nextInt(12) == 0) {
        poison.put(task, 1 + random.nextInt(4));
      }
    }
  }

  Random random() {
    return random;
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
    long at = 0;
    for (int left = tasks; left > 0; ) {
      int portion = Math.min(left, 1 + random.nextInt(20));
      tell(at, new Input.TasksFound(portion));
      left -= portion;
      at += random.nextInt(3) == 0 ? millis(50) : 0;
    }
    if (unlucky(25)) {
      tell(at, new Input.SourceFailed("the source broke off"));
    } else {
      tell(at, new Input.SourceEnded());
    }
    if (unlucky(60)) {
      tell(millis(800), new Input.ItemsUnreadable("the file has changed"));
    }
  }

  /// People and strangers do things at random times.
  void disturb(int workers, long horizonNanos) {
    int disturbances = (int) ((1 - calmness) * 24);
    for (int i = 0; i < disturbances; i++) {
      long at = (long) (random.nextDouble() * horizonNanos);
      int worker = 1 + random.nextInt(workers + 2);
      switch (random.nextInt(12)) {
        case 0, 1 -> happen(at, () -> die(worker, signalled(9), "outside", at));
        case 2 -> happen(at, () -> die(worker, signalled(15), "outside", at));
        case 3, 4, 5 -> happen(at, () -> ask(worker, at));
        case 6 -> {
          tell(at, new Input.RecorderBehind(true));
          tell(at + millis(200), new Input.RecorderBehind(false));
        }
        case 7, 8 -> happen(at, () -> measure(worker, at));
        case 9 -> happen(at, () -> tell(at, askAboutTheQueue(horizonNanos, at)));
        case 10 -> tell(at, new Input.OverMemory(worker, 3L << 30));
        default -> happen(at, () -> look(worker, at));
      }
    }
    if (random.nextInt(8) == 0) {
      long at = (long) (random.nextDouble() * horizonNanos);
      tell(at, new Input.Interrupted(2));
      if (random.nextBoolean()) {
        tell(at + millis(3000), new Input.Interrupted(2));
      }
    }
  }

  private Input askAboutTheQueue(long horizonNanos, long at) {
    int task = 1 + random.nextInt(tasks + 3);
    Command command =
        switch (random.nextInt(12)) {
          case 0, 1 -> new Command.Pause();
          case 2 -> new Command.Go();
          case 3, 4 -> new Command.Resize(random.nextInt(8));
          case 5, 6, 7 -> new Command.RetryTask(task);
          case 8, 9, 10 -> new Command.CancelTask(task);
          default -> new Command.Drain("enough for today");
        };
    if (command instanceof Command.Pause) {
      tell(at + 1 + (long) (random.nextDouble() * horizonNanos / 4), asked(new Command.Go()));
    }
    return asked(command);
  }

  private Input asked(Command command) {
    return new Input.Asked(++tickets, command);
  }

  private void measure(int worker, long at) {
    SimulatedProcess process = processes.get(worker);
    if (process == null || !process.isAlive()) {
      tell(at, new Input.Sampled(List.of(), List.of(), 1));
      return;
    }
    var memory =
        new MemoryReading(
            OptionalLong.of(random.nextInt(100) * MEBIBYTE),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    var reading =
        new ProcessReading(
            worker, process.identity, 1, "simulated", RunState.SLEEPING, 0, 0, memory);
    tell(at, new Input.Sampled(List.of(reading), List.of(), 1));
  }

  /// What somebody sees who looks at a worker: the truth, or something that will pass.
  private void look(int worker, long at) {
    SimulatedProcess process = processes.get(worker);
    if (process == null || !process.isAlive()) {
      return;
    }
    boolean stuck = process.hungNanos >= 0 || unlucky(3);
    long since = process.hungNanos >= 0 ? process.hungNanos : at - millis(400);
    Progress progress =
        stuck ? Progress.STUCK : random.nextBoolean() ? Progress.MOVING : Progress.WAITING;
    tell(at, new Input.Looked(worker, progress, since, "waits for a lock", List.of()));
  }

  private void hang(SimulatedProcess process, long now) {
    process.hungNanos = now;
    int task = process.task;
    int attempt = process.attempt;
    for (int second = 1; second <= 8; second++) {
      long at = now + second * 300L * MILLI;
      happen(
          at,
          () -> {
            if (process.hungNanos == now && processes.get(process.worker) == process) {
              look(process.worker, at);
            }
          });
    }
    if (unlucky(3)) {
      long at = now + millis(1500);
      happen(
          at,
          () -> {
            if (process.isAlive() && process.hungNanos == now && process.task == task) {
              process.hungNanos = -1;
              look(process.worker, at);
              if (task == 0) {
                hello(process, at);
              } else {
                answer(process, task, attempt, at);
              }
            }
          });
    }
    long later = now + 8_000 * MILLI;
    happen(
        later,
        () -> {
          if (process.hungNanos == now && processes.get(process.worker) == process) {
            die(process, signalled(9), "outside", later);
          }
        });
  }

  private void ask(int worker, long at) {
    SimulatedProcess process = processes.get(worker);
    if (process == null) {
      return;
    }
    // Now and then somebody has an old screen before him.
    ProcessIdentity shown =
        random.nextInt(6) == 0
            ? new ProcessIdentity(process.identity.pid(), 7, 0)
            : process.identity;
    Command command =
        switch (random.nextInt(13)) {
          case 0, 1 -> new Command.Terminate(worker, shown);
          case 2, 3 -> new Command.Kill(worker, shown);
          case 4 -> new Command.Signal(worker, shown, 11);
          case 5 -> new Command.Suspend(worker, shown);
          case 6 -> new Command.Continue(worker, shown);
          case 12 -> new Command.Dump(worker, shown);
          case 7 -> unlucky(4) ? new Command.Stop("enough") : new Command.Abort("at once");
          default -> new Command.Restart(worker, shown);
        };
    tell(at, asked(command));
  }

  void carryOut(Effect effect, long now) {
    switch (effect) {
      case Effect.Spawn(int worker) -> spawn(worker, now);
      case Effect.Run(int worker, int task, int attempt) -> run(worker, task, attempt, now);
      case Effect.TakeBack(int worker, int task, int attempt) -> takeBack(worker, task, attempt);
      case Effect.Interrupt(int worker, int task, int attempt) ->
          interrupt(worker, task, attempt, now);
      case Effect.Stop(int worker) -> {
        pendingStops.put(worker, now);
        considerStop(worker, now);
      }
      case Effect.Signal(int worker, int signal) -> signal(worker, signal, now);
      case Effect.Release(int worker) -> release(worker, now);
      case Effect.CollectEvidence(int incident, int _) -> {
        if (random.nextInt(20) != 0) {
          tell(
              now + millis(30),
              new Input.EvidenceFound(incident, Optional.empty(), List.of(), List.of("last")));
        }
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
    SimulatedProcess process = processes.get(worker);
    var frame = new SimulatedProcess.Frame(task, attempt);
    boolean taken =
        process != null
            && process.pipe.contains(frame)
            && random.nextInt(3) != 0
            && process.pipe.remove(frame);
    answers.add(new Input.TakenBack(worker, task, attempt, taken));
  }

  private void interrupt(int worker, int task, int attempt, long now) {
    long at = now + latency(3);
    happen(
        at,
        () -> {
          SimulatedProcess process = processes.get(worker);
          if (process != null
              && process.isAlive()
              && process.task == task
              && process.attempt == attempt
              && !unlucky(4)) {
            process.hungNanos = -1;
            fail(process, task, attempt, "SoftTimeout", at);
          }
        });
  }

  private boolean isOfSlots() {
    return policy.form() == WorkerForm.SLOT;
  }

  private void spawn(int worker, long now) {
    pendingStops.remove(worker);
    if (isOfSlots()) {
      processes.remove(worker);
      if (unlucky(60)) {
        tell(now + millis(1), new Input.SpawnFailed(worker, "no such program"));
      } else {
        long at = now + millis(1);
        happenAndTell(
            at,
            () -> {
              openSlots.add(worker);
              busySlots.remove(worker);
              considerStop(worker, at);
            },
            new Input.Ready(worker, "simulated", 0));
      }
      return;
    }
    if (unlucky(60)) {
      tell(now + millis(5), new Input.SpawnFailed(worker, "no memory to fork"));
      return;
    }
    long at = now + millis(5);
    var process = new SimulatedProcess(worker, new ProcessIdentity(nextPid++, at + 1, at));
    process.stubborn = unlucky(12);
    process.unkillable = unlucky(150);
    process.pipeHeldByGrandchild = unlucky(15);
    happenAndTell(at, () -> exists(process), new Input.Spawned(worker, process.identity));
    if (unlucky(40)) {
      happen(at, () -> hang(process, at));
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

  private void exists(SimulatedProcess process) {
    processes.put(process.worker, process);
    everyProcess.add(process);
  }

  private void hello(SimulatedProcess process, long now) {
    if (process.isAlive()) {
      say(process, new Input.Ready(process.worker, "simulated", 1), now);
      considerStop(process.worker, now);
    }
  }

  private void run(int worker, int task, int attempt, long now) {
    if (isOfSlots()) {
      runInSlot(worker, task, attempt, now);
      return;
    }
    SimulatedProcess process = processes.get(worker);
    if (process == null || !process.isAlive() || process.pipeClosed) {
      return;
    }
    process.pipe.addLast(new SimulatedProcess.Frame(task, attempt));
    goOn(process, now);
  }

  private void runInSlot(int worker, int task, int attempt, long now) {
    if (!openSlots.contains(worker)) {
      return;
    }
    long at = now + millis(3);
    if (unlucky(50)) {
      openSlots.remove(worker);
      busySlots.remove(worker);
      tell(at, new Input.SpawnFailed(worker, "resource temporarily unavailable"));
      return;
    }
    busySlots.add(worker);
    var process = new SimulatedProcess(worker, new ProcessIdentity(nextPid++, at + 1, at));
    process.stubborn = unlucky(12);
    process.unkillable = unlucky(150);
    process.pipeHeldByGrandchild = unlucky(15);
    process.pipe.addLast(new SimulatedProcess.Frame(task, attempt));
    happenAndTell(
        at,
        () -> {
          exists(process);
          goOn(process, at);
        },
        new Input.Spawned(worker, process.identity));
  }

  /// The process reads its next task, if it has nothing to do.
  private void goOn(SimulatedProcess process, long now) {
    if (process.task != 0 || process.pipe.isEmpty()) {
      return;
    }
    SimulatedProcess.Frame frame = process.pipe.removeFirst();
    process.task = frame.task();
    process.attempt = frame.attempt();
    if (unlucky(40)) {
      tell(now + millis(10), new Input.OverMemory(process.worker, 3L << 30));
    }
    long at = now + (fast && !unlucky(12) ? millis(1) / 4 : millis(30));
    happen(at, () -> finish(process, frame.task(), frame.attempt(), at));
  }

  private void finish(SimulatedProcess process, int task, int attempt, long now) {
    if (!process.isAlive() || process.task != task || process.attempt != attempt) {
      return;
    }
    int worker = process.worker;
    int trouble = fast ? 4 : 1;
    if (attempt <= poison.getOrDefault(task, 0)) {
      die(process, randomDeath(), "", now);
    } else if (unlucky(50 * trouble)) {
      die(process, randomDeath(), "", now);
    } else if (unlucky(40 * trouble)) {
      hang(process, now);
    } else if (isOfSlots()) {
      answer(process, task, attempt, now);
    } else if (unlucky(60 * trouble)) {
      say(process, new Input.Violated(worker, "offending bytes"), now);
    } else if (unlucky(80 * trouble)) {
      closePipe(process, now);
    } else if (unlucky(100 * trouble)) {
      say(process, new Input.Result(worker, task + 1000, attempt, Payload.of("0")), now);
    } else {
      answer(process, task, attempt, now);
    }
  }

  private void answer(SimulatedProcess process, int task, int attempt, long now) {
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

  private void fail(SimulatedProcess process, int task, int attempt, String type, long now) {
    process.task = 0;
    var failure = new TaskAnswer.Failure(type, "simulated", Payload.of("{}"));
    say(process, new Input.Failed(process.worker, task, attempt, failure), now);
    answered(process, now);
  }

  private void answered(SimulatedProcess process, long now) {
    if (isOfSlots()) {
      // The answer is the process's end.
      process.death = Optional.of(new ExitStatus.Exited(0));
      process.released = true;
      busySlots.remove(process.worker);
      considerStop(process.worker, Math.max(process.pipeReadUntil, now));
      return;
    }
    if (unlucky(fast ? 100 : 25)) {
      // The result is in the pipe, and the worker dies at once: the result must count.
      die(process, randomDeath(), "", now);
      return;
    }
    considerStop(process.worker, now);
    goOn(process, now);
  }

  static Payload truth(int task, int attempt) {
    return Payload.of(task + "." + attempt);
  }

  private ExitStatus randomDeath() {
    if (isOfSlots()) {
      // A command that exits has answered.
      return signalled(random.nextBoolean() ? 11 : 9);
    }
    return switch (random.nextInt(5)) {
      case 0 -> signalled(11);
      case 1 -> signalled(9);
      case 2 -> new ExitStatus.Exited(0);
      case 3 -> new ExitStatus.Exited(137);
      default -> new ExitStatus.Exited(1);
    };
  }

  private static ExitStatus signalled(int signal) {
    return new ExitStatus.Signalled(signal, false);
  }

  private void considerStop(int worker, long now) {
    if (!pendingStops.containsKey(worker)) {
      return;
    }
    if (isOfSlots()) {
      closeSlot(worker, now);
      return;
    }
    SimulatedProcess process = processes.get(worker);
    if (process == null || process.task != 0 || process.stubborn) {
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

  /// A place for processes ends when there is none in it.
  private void closeSlot(int worker, long now) {
    if (!busySlots.contains(worker) && openSlots.remove(worker)) {
      // What the last attempt has written is read before.
      SimulatedProcess last = processes.get(worker);
      long at = Math.max(now + millis(1), last == null ? 0 : last.pipeReadUntil);
      tell(at, new Input.Bye(worker));
      tell(at, new Input.Exited(worker, new ExitStatus.Exited(0), at));
      tell(at, new Input.OutputClosed(worker, at));
    }
  }

  private void signal(int worker, int signal, long now) {
    SimulatedProcess process = processes.get(worker);
    boolean works = signal == 9 ? process != null && !process.unkillable : true;
    if (process == null || !works || (signal == 15 && process.stubborn)) {
      return;
    }
    if (signal == 9 || signal == 15 || signal == 11) {
      happen(now + millis(3), () -> die(process, signalled(signal), "ours", now + millis(3)));
    }
  }

  private void release(int worker, long now) {
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

  private void die(int worker, ExitStatus status, String killer, long now) {
    SimulatedProcess process = processes.get(worker);
    if (process != null) {
      die(process, status, killer, now);
    }
  }

  private void die(SimulatedProcess process, ExitStatus status, String killer, long now) {
    if (!process.isAlive()) {
      return;
    }
    int worker = process.worker;
    process.death = Optional.of(status);
    process.killer = killer;
    openSlots.remove(worker);
    if (process.released && isOfSlots()) {
      // Nobody listens to what is left of an attempt whose place was opened again.
      return;
    }
    long seen = now + latency(6);
    tell(seen, new Input.Exited(worker, status, seen));
    if (!process.pipeHeldByGrandchild) {
      closePipe(process, now);
    }
  }

  private boolean unlucky(int oneIn) {
    return random.nextInt((int) (oneIn * (0.2 + calmness))) == 0;
  }

  /// A random time of about so many milliseconds.
  private long millis(int about) {
    return (long) (random.nextDouble() * 2 * about * MILLI) + 1;
  }

  /// How long it takes until something is noticed.
  private long latency(int about) {
    return fast ? millis(about) / 20 + 1 : millis(about);
  }

  private void tell(long at, Input input) {
    happenAndTell(at, () -> {}, input);
  }

  private void happen(long at, Runnable what) {
    arrivals.add(new Arrival(at, arrivalCount++, what, Optional.empty()));
  }

  private void happenAndTell(long at, Runnable what, Input input) {
    arrivals.add(new Arrival(at, arrivalCount++, what, Optional.of(input)));
  }
}
