package dev.lifeguard.worker;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Starts worker processes with the kernel's own means. Owned by the one spawning thread.
///
/// When we are killed, the kernel closes the lifeline's other end and kills the worker's whole
/// group, which it was told to by fcntl(2): no thread of the worker has to run for that, and unlike
/// PDEATHSIG it reaches grandchildren and does not hang on the life of one thread of ours.
///
/// A worker gets: 0 messages from us, 1 messages to us, 2 what it prints, 3 its lifeline. Every
/// descriptor of ours is close-on-exec and everything from 4 on is closed in the child: a child
/// that held another's pipe open would keep that worker's end from being seen.
final class Spawner {
  private static final int SIGKILL = 9;

  private final LinuxSys sys;
  private final WorkerCommand command;
  private final WorkerEnvironment environment;
  private final WorkerSettings settings;
  private final Guard guard;
  private final Rooms rooms;
  private final Optional<Template> template;

  /// @param template what workers are forked from, instead of started
  Spawner(
      LinuxSys sys,
      WorkerCommand command,
      WorkerSettings settings,
      Guard guard,
      Rooms rooms,
      Optional<Template> template) {
    this.sys = sys;
    this.rooms = rooms;
    this.command = command;
    this.settings = settings;
    this.environment = WorkerEnvironment.of(settings.environment());
    this.guard = guard;
    this.template = template;
  }

  /// What came of an order.
  sealed interface Outcome {
    /// It runs.
    record Started(NativeProcess process) implements Outcome {}

    /// It does not.
    ///
    /// @param reason a sentence with the remedy
    record Failed(String reason) implements Outcome {}
  }

  /// Starts a worker; takes a millisecond or two.
  Outcome spawn(int worker) {
    String path = environment.searchPath();
    var program = command.program(path);
    if (program.isEmpty()) {
      return new Outcome.Failed(command.explain(path, ""));
    }
    var refusal = template.flatMap(it -> it.prepare(program.get(), environment));
    if (refusal.isPresent()) {
      return new Outcome.Failed(refusal.get());
    }
    int[] in = {-1, -1};
    int[] out = {-1, -1};
    int[] output = {-1, -1};
    int[] lifeline = {-1, -1};
    for (int[] pipe : new int[][] {in, out, output, lifeline}) {
      int made = sys.pipe(pipe);
      if (made < 0) {
        closeAll(in, out, output, lifeline);
        return new Outcome.Failed(explain(-made));
      }
    }
    int pid;
    try {
      pid = begin(worker, program.get(), List.of(in[0], out[1], output[1], lifeline[0]));
    } catch (IOException refused) {
      closeAll(in, out, output, lifeline);
      return new Outcome.Failed(String.valueOf(refused.getMessage()));
    }
    if (pid < 0) {
      closeAll(in, out, output, lifeline);
      return new Outcome.Failed(explain(-pid));
    }
    guard.list(pid);
    sys.signalGroupOnEvent(lifeline[0], pid, SIGKILL);
    for (int childs : new int[] {in[0], out[1], output[1], lifeline[0]}) {
      sys.close(childs);
    }
    return started(pid, in[1], out[0], output[0], lifeline[1]);
  }

  /// @param ends what the worker's descriptors from 0 on will be
  private int begin(int worker, Path program, List<Integer> ends) throws IOException {
    if (template.isPresent()) {
      return template.get().fork(worker, ends, rooms.doorOf(worker));
    }
    return rooms.spawn(
        sys,
        worker,
        new PosixSpawn.Order(
            program,
            command.arguments(program, worker),
            environment.variables(rooms.mark(), worker),
            settings.directory(),
            ends));
  }

  private Outcome started(int pid, int in, int out, int output, int lifeline) {
    int pidfd = sys.pidfdOpen(pid);
    if (pidfd < 0) {
      // Four descriptors were closed a moment ago, so this is the whole machine's table being full.
      sys.kill(-pid, SIGKILL);
      closeAll(new int[] {in, out}, new int[] {output, lifeline});
      return new Outcome.Failed(explain(-pidfd));
    }
    for (int ours : new int[] {in, out, output}) {
      sys.setNonBlocking(ours);
    }
    return new Outcome.Started(new NativeProcess(identity(pid), pidfd, in, out, output, lifeline));
  }

  private static ProcessIdentity identity(int pid) {
    try {
      return ProcStat.identity(pid);
    } catch (IOException _) {
      return new ProcessIdentity(pid, 0, 0);
    }
  }

  private void closeAll(int[]... pipes) {
    for (int[] pipe : pipes) {
      Arrays.stream(pipe).filter(fd -> fd >= 0).forEach(sys::close);
    }
  }

  private String explain(int error) {
    return SpawnError.isOfTheMachine(error)
        ? SpawnError.words(error)
        : command.explain(environment.searchPath(), SpawnError.words(error));
  }
}
