package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.linux.CommandSpawn;
import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.ProcessIdentities;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts the processes of a `command`, one for each attempt. Owned by one thread, which waits for
/// about 0.2 ms each time, until the program is loaded.
///
/// A process gets: 0 the item or `/dev/null`, 1 and 2 its output, 3 the slot's lifeline, through
/// which the kernel kills its group when we are killed (see [Spawner]).
final class CommandSpawner {
  private static final int SIGKILL = 9;
  private static final String WORKER = "LIFEGUARD_WORKER";
  private static final String TASK = "LIFEGUARD_TASK";
  private static final String ATTEMPT = "LIFEGUARD_ATTEMPT";
  private static final int BLOCK_BYTES = 64 << 10;

  private final LinuxSys sys;
  private final CommandTemplate template;
  private final boolean feedItem;
  private final ProgramSearch search;
  private final String searchPath;
  private final SlotBoard board;
  private final Rooms rooms;
  private final CommandSpawn spawn;
  private final Map<String, Path> programs = new HashMap<>();
  private final MemorySegment block;

  CommandSpawner(
      LinuxSys sys,
      WorkerSettings settings,
      WorkerSettings.Program.Command command,
      SlotBoard board,
      Rooms rooms) {
    this.sys = sys;
    this.board = board;
    this.rooms = rooms;
    template = new CommandTemplate(command);
    feedItem = command.feedItem();
    block = Arena.ofAuto().allocate(feedItem ? BLOCK_BYTES : 0);
    search = new ProgramSearch(settings.directory(), "command", HostSystem.LINUX);
    WorkerEnvironment environment = WorkerEnvironment.of(settings.environment());
    searchPath = environment.searchPath();
    spawn =
        new CommandSpawn(
            environment.variables(rooms.mark(), WorkerMark.ANY),
            List.of(WORKER, TASK, ATTEMPT),
            settings.directory());
  }

  /// One attempt.
  record Order(int worker, int task, int attempt, Payload item) {}

  /// What came of an order.
  sealed interface Outcome {
    /// It runs.
    record Started(CommandProcess process) implements Outcome {}

    /// The item cannot be run, and no other try would change that.
    ///
    /// @param reason a sentence
    record Refused(String reason) implements Outcome {}

    /// The machine cannot start one more process now.
    ///
    /// @param reason a sentence with the remedy
    record Unable(String reason) implements Outcome {}
  }

  /// Why no attempt can be started at all, in a sentence with the remedy; empty when it seems so.
  String problem() {
    programs.clear();
    boolean fine = !template.isProgramFixed() || program(template.program()).isPresent();
    return fine && search.hasDirectory() ? "" : search.explain(template.program(), searchPath, "");
  }

  private Optional<Path> program(String name) {
    Path known = programs.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Path> found = search.find(name, searchPath);
    found.filter(_ -> template.isProgramFixed()).ifPresent(it -> programs.put(name, it));
    return found;
  }

  /// The pipe of a slot whose end makes the kernel kill the group of its attempt. An attempt is its
  /// owner until the next one is.
  ///
  /// @return its two ends, or nothing when there are too many open files
  Optional<int[]> lifeline() {
    int[] ends = {-1, -1};
    if (sys.pipe(ends) < 0) {
      return Optional.empty();
    }
    sys.signalOnEvent(ends[0], SIGKILL);
    return Optional.of(ends);
  }

  /// Starts an attempt.
  ///
  /// @param lifeline the read end of the slot's pipe
  Outcome start(Order order, int lifeline) {
    return switch (template.render(order.item())) {
      case CommandTemplate.Rendered.Refused(String reason) -> new Outcome.Refused(reason);
      case CommandTemplate.Rendered.Arguments(List<byte[]> arguments) ->
          start(order, lifeline, arguments);
    };
  }

  private Outcome start(Order order, int lifeline, List<byte[]> arguments) {
    String name =
        template.isProgramFixed()
            ? template.program()
            : new String(arguments.getFirst(), StandardCharsets.UTF_8);
    Optional<Path> program = program(name);
    if (program.isEmpty()) {
      return new Outcome.Refused(search.explain(name, searchPath, ""));
    }
    int[] output = {-1, -1};
    int made = sys.pipe(output);
    int input = made < 0 || !feedItem ? -1 : input(order.item());
    if (made < 0 || (feedItem && input < 0)) {
      close(output[0], output[1]);
      return new Outcome.Unable(SpawnError.words(Math.max(-made, feedItem ? -input : 0)));
    }
    long afterNanos = sys.sinceBootNanos();
    int pid;
    try {
      var descriptors = new CommandSpawn.Descriptors(input, output[1], lifeline);
      // In its room may still be what the attempt before has left.
      rooms.clear(order.worker());
      pid =
          rooms.spawn(
              sys, order.worker(), new Starter(program.get(), arguments, descriptors, order));
    } catch (IOException refused) {
      close(output[0], output[1], input);
      return new Outcome.Unable(String.valueOf(refused.getMessage()));
    }
    close(output[1], input);
    if (pid < 0) {
      close(output[0]);
      return refused(name, -pid);
    }
    return started(pid, output[0], lifeline, afterNanos);
  }

  /// What tells the processes of an attempt from all others, in their environment.
  static List<String> marks(WorkerMark mark, Order order) {
    return List.of(
        mark.of(WorkerMark.ANY),
        WORKER + "=" + order.worker(),
        TASK + "=" + order.task(),
        ATTEMPT + "=" + order.attempt());
  }

  /// Starts an attempt.
  private final class Starter implements Rooms.Starter {
    private final Path program;
    private final List<byte[]> arguments;
    private final CommandSpawn.Descriptors descriptors;
    private final Order order;

    Starter(
        Path program, List<byte[]> arguments, CommandSpawn.Descriptors descriptors, Order order) {
      this.program = program;
      this.arguments = arguments;
      this.descriptors = descriptors;
      this.order = order;
    }

    private int spawn(Path started, List<byte[]> words) {
      return spawn.spawn(
          started, words, descriptors, order.worker(), order.task(), order.attempt());
    }

    @Override
    public int start() {
      return spawn(program, arguments);
    }

    @Override
    public int startIn(int cgroup) {
      spawn.enter(cgroup);
      return start();
    }

    @Override
    public int startThrough(List<String> words) {
      List<byte[]> all = new ArrayList<>();
      words.forEach(it -> all.add(it.getBytes(StandardCharsets.UTF_8)));
      all.add(program.toString().getBytes(StandardCharsets.UTF_8));
      all.addAll(arguments.subList(1, arguments.size()));
      return spawn(Path.of(words.getFirst()), all);
    }
  }

  private Outcome started(int pid, int output, int lifeline, long afterNanos) {
    int line = board.list(pid);
    sys.setOwner(lifeline, pid);
    int pidfd = sys.pidfdOpen(pid);
    if (pidfd < 0) {
      sys.kill(-pid, SIGKILL);
      board.clear(line);
      close(output);
      return new Outcome.Unable(SpawnError.words(-pidfd));
    }
    sys.setReadEndNonBlocking(output);
    ProcessIdentity identity =
        ProcessIdentities.startedBetween(pid, afterNanos, sys.sinceBootNanos())
            .orElseGet(() -> new ProcessIdentity(pid, 0, 0));
    return new Outcome.Started(new CommandProcess(identity, pidfd, output, line));
  }

  /// A file in memory with the item: nobody has to go on writing while the command reads.
  private int input(Payload item) {
    int file = sys.memoryFile();
    byte[] text = file < 0 ? new byte[0] : CommandTemplate.input(item);
    for (int at = 0; at < text.length; ) {
      int count = Math.min(BLOCK_BYTES, text.length - at);
      MemorySegment.copy(text, at, block, ValueLayout.JAVA_BYTE, 0, count);
      long written = sys.write(file, block, count, at);
      if (written <= 0) {
        sys.close(file);
        return written < 0 ? (int) written : -Errno.ENOMEM;
      }
      at += (int) written;
    }
    return file;
  }

  /// Frees what it has laid out; nothing is started afterwards.
  void close() {
    spawn.close();
  }

  private void close(int... descriptors) {
    for (int fd : descriptors) {
      if (fd >= 0) {
        sys.close(fd);
      }
    }
  }

  private Outcome refused(String name, int error) {
    if (SpawnError.isOfTheMachine(error)) {
      return new Outcome.Unable(SpawnError.words(error));
    }
    programs.clear();
    return new Outcome.Refused(search.explain(name, searchPath, SpawnError.words(error)));
  }
}
