package dev.lifeguard.worker;

import dev.lifeguard.job.Payload;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The port for commands with the means of the Java library: two threads for each slot. There is no
/// guard and no lifeline: a command that runs when Lifeguard is killed runs to its end.
final class PortableCommandPort implements WorkerPort {
  private static final long CLOSE_NANOS = 2_000_000_000L;

  private final PortablePort.Inbox inbox = new PortablePort.Inbox();
  private final LongSupplier clock;
  private final Start start;
  private final Map<Integer, PortableCommandSlot> slots = new HashMap<>();

  PortableCommandPort(
      WorkerSettings settings, WorkerSettings.Program.Command command, LongSupplier clock) {
    this.clock = clock;
    this.start = new Start(settings, command);
  }

  /// What came of an order.
  sealed interface Outcome {
    /// It runs.
    record Started(Process process) implements Outcome {}

    /// It does not.
    ///
    /// @param reason a sentence
    record Refused(String reason) implements Outcome {}
  }

  /// Starts processes. Any thread.
  static final class Start {
    private static final byte[] NOTHING = {};

    private final WorkerSettings settings;
    private final boolean feedItem;
    private final CommandTemplate template;
    private final ProgramSearch search;
    private final String searchPath;
    private final Optional<Path> setsid = OwnSession.setsid();

    Start(WorkerSettings settings, WorkerSettings.Program.Command command) {
      this.settings = settings;
      feedItem = command.feedItem();
      template = new CommandTemplate(command);
      search = new ProgramSearch(settings.directory(), "command");
      searchPath =
          settings.environment().getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
    }

    /// Why no attempt can be started at all; empty when it seems so.
    String problem() {
      boolean missing =
          template.isProgramFixed() && search.find(template.program(), searchPath).isEmpty();
      return missing || !search.hasDirectory()
          ? search.explain(template.program(), searchPath, "")
          : "";
    }

    /// What an attempt reads.
    byte[] input(CommandSpawner.Order order) {
      return feedItem ? CommandTemplate.input(order.item()) : NOTHING;
    }

    Outcome start(CommandSpawner.Order order) {
      return switch (template.render(order.item())) {
        case CommandTemplate.Rendered.Refused(String reason) -> new Outcome.Refused(reason);
        case CommandTemplate.Rendered.Arguments(List<byte[]> utf8) -> start(order, utf8);
      };
    }

    private Outcome start(CommandSpawner.Order order, List<byte[]> utf8) {
      List<String> arguments = new ArrayList<>();
      utf8.forEach(it -> arguments.add(new String(it, StandardCharsets.UTF_8)));
      String name = arguments.getFirst();
      Optional<Path> program = search.find(name, searchPath);
      if (program.isEmpty()) {
        return new Outcome.Refused(search.explain(name, searchPath, ""));
      }
      arguments.set(0, program.get().toString());
      setsid.ifPresent(it -> arguments.addFirst(it.toString()));
      try {
        return new Outcome.Started(builder(order, arguments).start());
      } catch (IOException refused) {
        String words = String.valueOf(refused.getMessage());
        return new Outcome.Refused(search.explain(name, searchPath, words));
      }
    }

    private ProcessBuilder builder(CommandSpawner.Order order, List<String> arguments) {
      ProcessBuilder builder = new ProcessBuilder(arguments);
      builder.directory(settings.directory().toFile());
      builder.redirectErrorStream(true);
      if (!feedItem && new File("/dev/null").exists()) {
        builder.redirectInput(new File("/dev/null"));
      }
      Map<String, String> environment = builder.environment();
      environment.putAll(settings.environment());
      environment.put("LIFEGUARD_WORKER", Integer.toString(order.worker()));
      environment.put("LIFEGUARD_TASK", Integer.toString(order.task()));
      environment.put("LIFEGUARD_ATTEMPT", Integer.toString(order.attempt()));
      return builder;
    }
  }

  @Override
  public void spawn(int worker) {
    String problem = start.problem();
    if (problem.isEmpty()) {
      PortableCommandSlot slot = new PortableCommandSlot(worker, start, inbox, clock);
      slots.put(worker, slot);
      slot.open();
    } else {
      long atNanos = clock.getAsLong();
      inbox.add(facts -> facts.spawnFailed(worker, problem, atNanos));
    }
  }

  @Override
  public void run(int worker, int task, int attempt, Payload item) {
    PortableCommandSlot to = slots.get(worker);
    if (to != null) {
      to.run(new CommandSpawner.Order(worker, task, attempt, item));
    }
  }

  @Override
  public void stop(int worker) {
    PortableCommandSlot to = slots.get(worker);
    if (to != null) {
      to.stop();
    }
  }

  /// No command knows how to.
  @Override
  public void interrupt(int worker, int task, int attempt) {}

  /// No command knows how to.
  @Override
  public void dump(int worker) {}

  @Override
  public boolean signal(int worker, int signal) {
    PortableCommandSlot to = slots.get(worker);
    return to != null && to.signal(signal);
  }

  @Override
  public void release(int worker) {
    PortableCommandSlot gone = slots.remove(worker);
    if (gone != null) {
      gone.release();
    }
  }

  /// Never: one attempt is one process, and a second one is not taken before the first has ended.
  @Override
  public boolean takeBack(int worker, int task, int attempt) {
    return false;
  }

  @Override
  public void post(Runnable action) {
    inbox.add(_ -> action.run());
  }

  @Override
  public void await(long deadlineNanos, WorkerFacts facts) {
    inbox.await(deadlineNanos, clock, facts);
  }

  @Override
  public void close() {
    List<PortableCommandSlot> last = List.copyOf(slots.values());
    slots.clear();
    last.forEach(PortableCommandSlot::release);
    last.forEach(it -> it.awaitEnd(CLOSE_NANOS));
  }
}
