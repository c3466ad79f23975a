package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Payload;
import dev.lifeguard.probe.ShortageException;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.Variables;
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
/// guard and no lifeline: a command that runs when Lifeguard is killed runs to its end, but on
/// Windows, where its job object ends with us.
final class PortableCommandPort implements WorkerPort {
  private static final long CLOSE_NANOS = 2_000_000_000L;

  private final PortablePort.Inbox inbox = new PortablePort.Inbox();
  private final LongSupplier clock;
  private final Grip grip;
  private final Start start;
  private final Map<Integer, PortableCommandSlot> slots = new HashMap<>();

  PortableCommandPort(
      WorkerSettings settings,
      WorkerSettings.Program.Command command,
      LongSupplier clock,
      HostSystem system) {
    this.clock = clock;
    this.grip = Grip.of(system, settings.memory());
    this.start = new Start(settings, command, grip, system);
  }

  /// What came of an order.
  sealed interface Outcome {
    /// It runs.
    record Started(StartedProcess held) implements Outcome {}

    /// It does not, and no other try would change that.
    ///
    /// @param reason a sentence
    record Refused(String reason) implements Outcome {}

    /// The machine cannot start one more process now.
    ///
    /// @param reason a sentence
    record Unable(String reason) implements Outcome {}
  }

  /// Starts processes. Any thread.
  static final class Start {
    private static final byte[] NOTHING = {};

    private final WorkerSettings settings;
    private final boolean feedItem;
    private final CommandTemplate template;
    private final ProgramSearch search;
    private final String searchPath;
    private final Optional<Path> setsid;
    private final Grip grip;
    private final Rooms rooms;
    private final HostSystem system;

    Start(
        WorkerSettings settings,
        WorkerSettings.Program.Command command,
        Grip grip,
        HostSystem system) {
      this.settings = settings;
      this.grip = grip;
      this.rooms = new Rooms(settings.memory());
      this.system = system;
      setsid = system == HostSystem.WINDOWS ? Optional.empty() : OwnSession.setsid();
      feedItem = command.feedItem();
      template = new CommandTemplate(command);
      search = new ProgramSearch(settings.directory(), "command", system);
      Map<String, String> all = new HashMap<>(System.getenv());
      Variables.change(all, settings.environment(), system);
      searchPath = Variables.of(all, system).getOrDefault("PATH", "");
    }

    /// Where it starts what has a memory limit.
    Rooms rooms() {
      return rooms;
    }

    /// How it holds what it starts.
    Grip grip() {
      return grip;
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
      Optional<String> refusal = refusal(arguments);
      if (refusal.isPresent()) {
        return new Outcome.Refused(refusal.get());
      }
      try {
        grip.prepare(order.worker());
        // In its room may still be what the attempt before has left.
        rooms.clear(order.worker());
        List<String> line = new ArrayList<>(rooms.commandLine(order.worker(), arguments));
        setsid.ifPresent(it -> line.addFirst(it.toString()));
        return new Outcome.Started(grip.start(order.worker(), builder(order, line)));
      } catch (ShortageException shortage) {
        return new Outcome.Unable(
            search.explain(name, searchPath, String.valueOf(shortage.getMessage())));
      } catch (IOException refused) {
        String words = String.valueOf(refused.getMessage());
        return new Outcome.Refused(search.explain(name, searchPath, words));
      }
    }

    private Optional<String> refusal(List<String> arguments) {
      return system == HostSystem.WINDOWS
          ? WindowsArguments.refusal(arguments.getFirst(), arguments.subList(1, arguments.size()))
          : Optional.empty();
    }

    private ProcessBuilder builder(CommandSpawner.Order order, List<String> arguments) {
      ProcessBuilder builder = new ProcessBuilder(arguments);
      builder.directory(settings.directory().toFile());
      builder.redirectErrorStream(true);
      if (!feedItem && new File("/dev/null").exists()) {
        builder.redirectInput(new File("/dev/null"));
      }
      Map<String, String> environment = builder.environment();
      Variables.change(environment, settings.environment(), system);
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

  @Override
  public boolean takeBack(int worker, int task, int attempt) {
    PortableCommandSlot from = slots.get(worker);
    return from != null && from.takeBack(task, attempt);
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
    start.rooms().close();
    grip.close();
  }
}
