package dev.lifeguard.pool;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/// What comes over a [SimulatedWorld] from outside: people who press buttons, strangers who send
/// signals, and what is seen of workers that stand still.
final class SimulatedTrouble {
  private static final long MILLI = 1_000_000L;
  private static final long MEBIBYTE = 1L << 20;

  private final SimulatedWorld world;
  private final Random random;
  private final int tasks;
  private long tickets;

  SimulatedTrouble(SimulatedWorld world, Random random, int tasks) {
    this.world = world;
    this.random = random;
    this.tasks = tasks;
  }

  /// The items come in portions, and then the source ends.
  void feed() {
    long at = 0;
    for (int left = tasks; left > 0; ) {
      int portion = Math.min(left, 1 + random.nextInt(20));
      world.tell(at, new Input.TasksFound(portion));
      left -= portion;
      at += random.nextInt(3) == 0 ? world.millis(50) : 0;
    }
    if (world.unlucky(25)) {
      world.tell(at, new Input.SourceFailed("the source broke off"));
    } else {
      world.tell(at, new Input.SourceEnded());
    }
    if (world.unlucky(60)) {
      world.tell(world.millis(800), new Input.ItemsUnreadable("the file has changed"));
    }
  }

  /// People and strangers do things at random times.
  void disturb(int workers, long horizonNanos, int times) {
    for (int i = 0; i < times; i++) {
      long at = (long) (random.nextDouble() * horizonNanos);
      int worker = 1 + random.nextInt(workers + 2);
      switch (random.nextInt(12)) {
        case 0 ->
            world.happen(at, () -> world.die(worker, SimulatedWorld.signalled(9), "outside", at));
        case 1 ->
            world.happen(
                at,
                () -> world.die(worker, SimulatedWorld.signalled(9), SimulatedProcess.KERNEL, at));
        case 2 ->
            world.happen(at, () -> world.die(worker, SimulatedWorld.signalled(15), "outside", at));
        case 3, 4, 5 -> world.happen(at, () -> ask(worker, at));
        case 6 -> {
          world.tell(at, new Input.RecorderBehind(true));
          world.tell(at + world.millis(200), new Input.RecorderBehind(false));
        }
        case 7, 8 -> world.happen(at, () -> measure(worker, at));
        case 9 -> world.happen(at, () -> world.tell(at, askAboutTheQueue(horizonNanos, at)));
        case 10 -> world.happen(at, () -> weigh(worker, at));
        default -> world.happen(at, () -> look(worker, at));
      }
    }
    if (random.nextInt(8) == 0) {
      long at = (long) (random.nextDouble() * horizonNanos);
      world.tell(at, new Input.Interrupted(2));
      if (random.nextBoolean()) {
        world.tell(at + world.millis(3000), new Input.Interrupted(2));
      }
    }
  }

  private Input askAboutTheQueue(long horizonNanos, long at) {
    int task = 1 + random.nextInt(tasks + 3);
    Command command =
        switch (random.nextInt(14)) {
          case 12 -> new Command.SampleEvery(Duration.ofMillis(50L << random.nextInt(9)));
          case 13 -> new Command.SampleNow();
          case 0, 1 -> new Command.Pause();
          case 2 -> new Command.Go();
          case 3, 4 -> new Command.Resize(random.nextInt(8));
          case 5, 6, 7 -> new Command.RetryTask(1 + random.nextInt(tasks / 2 + 1));
          case 8, 9, 10 -> new Command.CancelTask(task);
          default -> new Command.Drain("enough for today");
        };
    if (command instanceof Command.Pause) {
      world.tell(at + 1 + (long) (random.nextDouble() * horizonNanos / 4), asked(new Command.Go()));
    }
    return asked(command);
  }

  private Input asked(Command command) {
    return new Input.Asked(++tickets, command);
  }

  private void measure(int worker, long at) {
    SimulatedProcess process = world.process(worker).orElse(null);
    if (process == null || !process.isAlive()) {
      world.tell(at, new Input.Sampled(List.of(), List.of(), 1));
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
    world.tell(at, new Input.Sampled(List.of(reading), List.of(), 1));
  }

  private void weigh(int worker, long at) {
    world
        .process(worker)
        .ifPresent(it -> world.tell(at, new Input.OverMemory(worker, it.identity, 3L << 30)));
  }

  /// What somebody sees who looks at a worker: the truth, or something that will pass.
  private void look(int worker, long at) {
    SimulatedProcess process = world.process(worker).orElse(null);
    if (process == null || !process.isAlive()) {
      return;
    }
    boolean stuck = process.hungNanos >= 0 || world.unlucky(3);
    long since = process.hungNanos >= 0 ? process.hungNanos : at - world.millis(400);
    Progress progress =
        stuck ? Progress.STUCK : random.nextBoolean() ? Progress.MOVING : Progress.WAITING;
    world.tell(at, new Input.Looked(worker, progress, since, "waits for a lock", List.of()));
  }

  /// The signal of a soft time limit comes: some are missed, and some tasks catch it and go on.
  void interrupt(int worker, int task, int attempt, long at) {
    world
        .process(worker)
        .filter(it -> it.isAlive() && it.task == task && it.attempt == attempt && !it.hasCaught)
        .filter(_ -> !world.unlucky(4))
        .ifPresent(process -> {
          process.hasCaught = world.unlucky(4);
          if (!process.hasCaught) {
            process.hungNanos = -1;
            world.fail(process, task, attempt, "SoftTimeout", at);
          }
        });
  }

  /// The process stands still from now on: people see it, and some day it moves or somebody ends
  /// it.
  void hang(SimulatedProcess process, long now) {
    process.hungNanos = now;
    int task = process.task;
    int attempt = process.attempt;
    for (int second = 1; second <= 8; second++) {
      long at = now + second * 300L * MILLI;
      world.happen(
          at,
          () -> {
            if (isStillHung(process, now)) {
              look(process.worker, at);
            }
          });
    }
    if (world.unlucky(3)) {
      long at = now + world.millis(1500);
      world.happen(
          at,
          () -> {
            if (process.isAlive() && process.hungNanos == now && process.task == task) {
              process.hungNanos = -1;
              look(process.worker, at);
              if (task == 0) {
                world.hello(process, at);
              } else {
                world.answer(process, task, attempt, at);
              }
            }
          });
    }
    long later = now + 8_000 * MILLI;
    world.happen(
        later,
        () -> {
          if (isStillHung(process, now)) {
            world.die(process, SimulatedWorld.signalled(9), "outside", later);
          }
        });
  }

  private void ask(int worker, long at) {
    SimulatedProcess process = world.process(worker).orElse(null);
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
          case 7 -> world.unlucky(4) ? new Command.Stop("enough") : new Command.Abort("at once");
          default -> new Command.Restart(worker, shown);
        };
    world.tell(at, asked(command));
  }

  /// Somebody wants this process to end, or all of them, when it may have ended by itself already.
  void meanJustThis(SimulatedProcess process, long at) {
    Command command =
        switch (random.nextInt(16)) {
          case 0 -> new Command.Abort("at once");
          case 1 -> new Command.Drain("enough for today");
          case 2, 3, 4 -> new Command.Terminate(process.worker, process.identity);
          case 5, 6 -> new Command.Restart(process.worker, process.identity);
          default -> new Command.Kill(process.worker, process.identity);
        };
    world.tell(at, asked(command));
  }

  private boolean isStillHung(SimulatedProcess process, long sinceNanos) {
    boolean current = world.process(process.worker).filter(p -> p.equals(process)).isPresent();
    return current && process.hungNanos == sinceNanos;
  }

  /// A way to die.
  ExitStatus randomDeath(boolean ofCommand) {
    if (ofCommand) {
      // A command that exits has answered.
      return SimulatedWorld.signalled(random.nextBoolean() ? 11 : 9);
    }
    return switch (random.nextInt(5)) {
      case 0 -> SimulatedWorld.signalled(11);
      case 1 -> SimulatedWorld.signalled(9);
      case 2 -> new ExitStatus.Exited(0);
      case 3 -> new ExitStatus.Exited(137);
      default -> new ExitStatus.Exited(1);
    };
  }
}
