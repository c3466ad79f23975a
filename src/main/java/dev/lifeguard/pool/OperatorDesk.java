package dev.lifeguard.pool;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.StopReason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Takes the commands of users. What they do to a worker is on record before it happens, so that
/// its death can be told from one that came from outside.
final class OperatorDesk {
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  /// signal(7): real-time signals end here.
  private static final int MOST_SIGNAL = 64;

  private final Pool pool;
  private final Ladder ladder;
  private final QueueDesk queue;

  OperatorDesk(Pool pool, Ladder ladder, QueueDesk queue) {
    this.pool = pool;
    this.ladder = ladder;
    this.queue = queue;
  }

  CommandAnswer answer(Command command) {
    return switch (command) {
      case Command.Terminate(int worker, var process) ->
          signal(worker, process, Ladder.SIGTERM, "terminated by the user");
      case Command.Kill(int worker, var process) ->
          signal(worker, process, Ladder.SIGKILL, "killed by the user");
      case Command.Signal(int worker, var process, int signal) ->
          signal(worker, process, signal, sentByTheUser());
      case Command.Suspend(int worker, var process) ->
          signal(worker, process, SIGSTOP, "suspended by the user");
      case Command.Continue(int worker, var process) ->
          signal(worker, process, SIGCONT, "continued by the user");
      case Command.Restart(int worker, var process) ->
          withWorker(worker, process, m -> ladder.askAfterTask(m, StopReason.RESTART));
      case Command.Dump(int worker, var process) -> dump(worker, process);
      case Command.Pause _ -> queue.pause();
      case Command.Go _ -> queue.go();
      case Command.Resize(int workers) -> queue.resize(workers);
      case Command.SampleEvery(Duration period) -> sampleEvery(period);
      case Command.SampleNow _ -> {
        pool.order(new Effect.SampleNow());
        yield new CommandAnswer.Accepted();
      }
      case Command.RetryTask(int task) -> queue.retry(task);
      case Command.CancelTask(int task) -> queue.cancel(task);
      case Command.Drain(String reason) -> queue.drain(reason);
      case Command.Stop(String reason) -> {
        pool.stop(reason, OptionalInt.of(1));
        yield new CommandAnswer.Accepted();
      }
      case Command.Abort(String reason) -> {
        pool.stop(reason, OptionalInt.of(1));
        ladder.killAll(reason);
        yield new CommandAnswer.Accepted();
      }
    };
  }

  /// The job is over; whoever still asks gets an answer.
  void refuseAfterTheEnd(Input input) {
    if (input instanceof Input.Asked(long ticket, var _)) {
      pool.order(new Effect.Answer(ticket, new CommandAnswer.Refused("the job has already ended")));
    }
  }

  private CommandAnswer sampleEvery(Duration period) {
    if (!Command.isSamplePeriod(period)) {
      return new CommandAnswer.Refused(Command.SAMPLE_PERIODS);
    }
    if (period.toNanos() != pool.model().samplePeriodNanos()) {
      pool.publish(new PoolEvent.SamplingChanged(pool.now(), period.toNanos()));
      pool.order(new Effect.SampleEvery(period.toNanos()));
    }
    return new CommandAnswer.Accepted();
  }

  private CommandAnswer dump(int worker, ProcessIdentity process) {
    if (pool.isOfSlots()) {
      return new CommandAnswer.Refused(
          "worker " + worker + " runs a command, which cannot be asked for its stacks");
    }
    return withWorker(worker, process, _ -> pool.order(new Effect.Dump(worker)));
  }

  private String sentByTheUser() {
    return HostSystem.of(pool.model()).hasSignals()
        ? "signal sent by the user"
        : "ordered by the user";
  }

  private CommandAnswer signal(int worker, ProcessIdentity process, int signal, String reason) {
    if (signal < 1 || signal > MOST_SIGNAL) {
      return new CommandAnswer.Refused("there is no signal " + signal);
    }
    HostSystem system = HostSystem.of(pool.model());
    if (!system.hasOrder(signal)) {
      return new CommandAnswer.Refused(
          system.words()
              + " has no signals: a worker can be terminated, suspended and continued, and nothing"
              + " else");
    }
    return withWorker(
        worker,
        process,
        member -> {
          pool.publish(
              new PoolEvent.WorkerSignalling(pool.now(), worker, signal, Origin.OPERATOR, reason));
          pool.order(new Effect.Signal(worker, signal));
          if (signal == Ladder.SIGKILL || (signal == Ladder.SIGTERM && !system.hasSignals())) {
            ladder.expectDeath(member);
          }
        });
  }

  private CommandAnswer withWorker(int worker, ProcessIdentity process, Consumer<Member> action) {
    if (worker < 1 || worker > pool.model().workerCount()) {
      return new CommandAnswer.Refused("there is no worker " + worker);
    }
    Optional<Member> member = pool.crew().find(worker);
    if (member.isEmpty()) {
      return new CommandAnswer.Refused("worker " + worker + " is dead already");
    }
    Optional<ProcessIdentity> current = pool.model().worker(worker).process();
    if (current.isEmpty()) {
      return new CommandAnswer.Refused("worker " + worker + " has no process now");
    }
    if (!current.get().isSameAs(process)) {
      return new CommandAnswer.Refused(
          "worker " + worker + " is not process " + process.pid() + " any more");
    }
    action.accept(member.get());
    return new CommandAnswer.Accepted();
  }
}
