package dev.lifeguard.cli;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.Worker;
import dev.lifeguard.journal.ControlRequest;
import dev.lifeguard.journal.ControlSocket;
import dev.lifeguard.journal.Tried;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Hands what is asked over the control socket to the engine. A request that names a worker only is
/// meant for the process that it has at that moment. Any thread.
final class ControlDesk implements ControlSocket.Desk {
  private final Engine engine;

  ControlDesk(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CompletionStage<CommandAnswer> ask(ControlRequest request) {
    return switch (request) {
      case ControlRequest.Whole(Command command) -> engine.send(command);
      case ControlRequest.ToWorker toWorker ->
          engine
              .look(model -> process(model, toWorker.worker()))
              .thenCompose(found -> send(toWorker, found));
      case ControlRequest.DumpAll _ -> engine.look(ControlDesk::dumps).thenCompose(this::sendAll);
    };
  }

  private static Tried<ProcessIdentity> process(JobModel model, int number) {
    if (number < 1 || number > model.workerCount()) {
      return new Tried.Refused<>(
          "there is no worker %d; the workers so far are 1 to %d"
              .formatted(number, model.workerCount()));
    }
    Worker worker = model.worker(number);
    if (worker.isDead()) {
      return new Tried.Refused<>("worker " + number + " is dead already");
    }
    return worker
        .process()
        .<Tried<ProcessIdentity>>map(Tried.Done::new)
        .orElseGet(() -> new Tried.Refused<>("worker " + number + " has no process yet"));
  }

  private CompletionStage<CommandAnswer> send(
      ControlRequest.ToWorker request, Tried<ProcessIdentity> found) {
    return switch (found) {
      case Tried.Done<ProcessIdentity>(ProcessIdentity process) ->
          engine.send(request.command(process));
      case Tried.Refused<ProcessIdentity>(String sentence) ->
          CompletableFuture.completedFuture(new CommandAnswer.Refused(sentence));
    };
  }

  private static List<Command> dumps(JobModel model) {
    List<Command> dumps = new ArrayList<>();
    for (int number = 1; number <= model.workerCount(); number++) {
      Worker worker = model.worker(number);
      Optional<ProcessIdentity> process = worker.process();
      if (!worker.isDead() && process.isPresent()) {
        dumps.add(new Command.Dump(number, process.get()));
      }
    }
    return dumps;
  }

  /// Accepted when one of them is; else the first refusal counts.
  private CompletionStage<CommandAnswer> sendAll(List<Command> commands) {
    CompletionStage<CommandAnswer> all =
        CompletableFuture.completedFuture(new CommandAnswer.Refused("no worker lives just now"));
    boolean first = true;
    for (Command command : commands) {
      CompletionStage<CommandAnswer> one = engine.send(command);
      all = first ? one : all.thenCombine(one, ControlDesk::better);
      first = false;
    }
    return all;
  }

  private static CommandAnswer better(CommandAnswer one, CommandAnswer other) {
    return one instanceof CommandAnswer.Accepted ? one : other;
  }
}
