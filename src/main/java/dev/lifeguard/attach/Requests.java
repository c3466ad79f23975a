package dev.lifeguard.attach;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.TreeFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Does what a user asks of a foreign pool. A signal goes to the process that was on the screen and
/// to nobody else. Belongs to the pool's thread.
final class Requests {
  private static final int SIGINT = 2;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private final ProcessIdentity root;
  private final Optional<FoundPool> pool;
  private final Map<Integer, Member> workers;
  private final TreeFacts tree;
  private final StoryMeans means;
  private final Pace pace;

  Requests(
      ProcessIdentity root,
      Optional<FoundPool> pool,
      Map<Integer, Member> workers,
      TreeFacts tree,
      StoryMeans means,
      Pace pace) {
    this.root = root;
    this.pool = pool;
    this.workers = workers;
    this.tree = tree;
    this.means = means;
    this.pace = pace;
  }

  /// @param intent takes the event that says what is about to be done, before it is done
  CommandAnswer answer(Command command, Consumer<PoolEvent> intent) {
    return switch (command) {
      case Command.Terminate c -> tree(c.worker(), c.process(), SIGTERM, intent);
      case Command.Kill c -> tree(c.worker(), c.process(), SIGKILL, intent);
      case Command.Suspend c -> tree(c.worker(), c.process(), SIGSTOP, intent);
      case Command.Continue c -> tree(c.worker(), c.process(), SIGCONT, intent);
      case Command.Signal c -> one(c.worker(), c.process(), c.signal(), intent);
      case Command.Stop _ -> end();
      case Command.Abort _ -> killAll();
      case Command.Restart _,
          Command.Dump _,
          Command.Pause _,
          Command.Go _,
          Command.Resize _,
          Command.RetryTask _,
          Command.CancelTask _,
          Command.Drain _ ->
          new CommandAnswer.Refused(
              "This pool was not started by Lifeguard, which can only measure it and send signals"
                  + " to it");
      case Command.SampleEvery(Duration period) -> sampleEvery(period, intent);
      case Command.SampleNow _ -> {
        pace.sampleNow(means.now());
        yield new CommandAnswer.Accepted();
      }
    };
  }

  private CommandAnswer sampleEvery(Duration period, Consumer<PoolEvent> told) {
    if (!Command.isSamplePeriod(period)) {
      return new CommandAnswer.Refused(Command.SAMPLE_PERIODS);
    }
    if (period.toNanos() != pace.periodNanos()) {
      pace.every(period.toNanos(), means.now());
      told.accept(new PoolEvent.SamplingChanged(means.now(), period.toNanos()));
    }
    return new CommandAnswer.Accepted();
  }

  private CommandAnswer one(
      int worker, ProcessIdentity process, int signal, Consumer<PoolEvent> intent) {
    Member member = workers.get(worker);
    if (member == null || !member.process().isSameAs(process) || !member.isAlive()) {
      return new CommandAnswer.Refused(
          "Worker %d is not process %d any more".formatted(worker, process.pid()));
    }
    HostSystem system = ThisSystem.kind();
    if (!system.hasOrder(signal)) {
      return new CommandAnswer.Refused(
          system.words() + " has no signals: a process can be terminated, suspended and continued");
    }
    intent.accept(
        new PoolEvent.WorkerSignalling(
            means.now(), worker, signal, Origin.OPERATOR, "asked by the user"));
    member.signalled(signal);
    return answer(means.signal(process, signal), process, signal);
  }

  /// The process and all below it; the process itself first, so that it starts nobody else.
  private CommandAnswer tree(
      int worker, ProcessIdentity process, int signal, Consumer<PoolEvent> intent) {
    CommandAnswer answer = one(worker, process, signal, intent);
    if (answer instanceof CommandAnswer.Accepted) {
      below(process).forEach(each -> means.signal(each, signal));
    }
    return answer;
  }

  private List<ProcessIdentity> below(ProcessIdentity process) {
    return tree.of(process.pid())
        .filter(facts -> facts.process().isSameAs(process))
        .map(facts ->
            tree.below(facts).processes().stream().skip(1).map(ProcessFacts::process).toList())
        .orElse(List.of());
  }

  private CommandAnswer end() {
    EndMeans end = endMeans();
    return switch (end.hearing()) {
      case TAKES_IT, UNKNOWN ->
          answer(means.signal(end.manager(), end.signal()), end.manager(), end.signal());
      case IGNORES_IT -> deaf(end, "ignores");
      case HOLDS_IT_BACK -> deaf(end, "holds back");
      case NO_SIGNALS ->
          new CommandAnswer.Refused(
              "Windows has no means to ask another process to end: end it where it was started, or"
                  + " kill all of the pool");
    };
  }

  private static CommandAnswer deaf(EndMeans end, String does) {
    return new CommandAnswer.Refused(
        "Process %d %s %s, so it cannot be asked to end; what is left is to kill all of the pool"
            .formatted(end.manager().pid(), does, SignalName.of(end.signal())));
  }

  /// SIGINT, which Python turns into an exception that ends its pool in order; others take SIGTERM.
  EndMeans endMeans() {
    ProcessIdentity manager = pool.map(it -> it.manager().process()).orElse(root);
    boolean python =
        pool.map(it ->
                switch (it.kind()) {
                  case PYTHON_MULTIPROCESSING_POOL,
                      PYTHON_PROCESS_POOL_EXECUTOR,
                      LOKY,
                      BILLIARD_POOL ->
                      true;
                  case CELERY_PREFORK, LIFEGUARD, GENERIC -> false;
                })
            .orElse(false);
    int signal = python ? SIGINT : SIGTERM;
    return new EndMeans(manager, signal, means.hearing(manager, signal));
  }

  private CommandAnswer killAll() {
    List<ProcessIdentity> all = new ArrayList<>(List.of(root));
    tree.processes().stream().skip(1).map(ProcessFacts::process).forEach(all::add);
    workers.values().stream().filter(Member::isAlive).map(Member::process).forEach(all::add);
    CommandAnswer answer = answer(means.signal(root, SIGKILL), root, SIGKILL);
    for (ProcessIdentity process : all.subList(1, all.size())) {
      workers.values().stream()
          .filter(member -> member.process().isSameAs(process))
          .forEach(member -> member.signalled(SIGKILL));
      means.signal(process, SIGKILL);
    }
    return answer;
  }

  private static CommandAnswer answer(ExitWatch.Sent sent, ProcessIdentity process, int signal) {
    return switch (sent) {
      case SENT -> new CommandAnswer.Accepted();
      case GONE -> new CommandAnswer.Refused("Process %d has ended".formatted(process.pid()));
      case NOT_ALLOWED ->
          new CommandAnswer.Refused(
              "%s to process %d is not allowed with these rights: run Lifeguard as its owner"
                  .formatted(ThisSystem.kind().nameOf(signal), process.pid()));
    };
  }
}
