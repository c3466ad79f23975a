package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Starts programs one after the other, for those who start thousands: what is the same for all of
/// them, their environment and attributes, is laid out in native memory once, and what is the same
/// for many, what becomes of the descriptors, once for those. Owned by one thread.
///
/// As [PosixSpawn] does, except that a program leads a process group and not a session: with
/// `sched_autogroup_enabled` (sched(7)) each session gets a scheduling group of its own, and on a
/// busy machine a loop that starts `/bin/true` was half as fast with it. As it keeps our terminal,
/// [LinuxSys#ignoreTerminalStops] belongs to it.
public final class CommandSpawn implements AutoCloseable {
  // Room for a name of a few letters, the equals sign, ten digits and the end.
  private static final int VARIABLE_BYTES = 64;

  // What the kernel is to do with each set of descriptors. Their numbers come again and again, as
  // the kernel gives the lowest that is free, and laying one out costs a system call for each line
  // of it: the C library asks for the highest number that is allowed.
  private static final int MOST_LAYOUTS = 256;

  private final Map<Descriptors, MemorySegment> layouts = new HashMap<>();
  private final MemorySegment attributes;
  private final MemorySegment environment;
  private final MemorySegment[] numbers;
  private final byte[][] names;
  private final MemorySegment directory;
  private final MemorySegment devNull;

  /// Lays out what is common.
  ///
  /// @param environment `NAME=VALUE`
  /// @param numbered the names of further variables whose values are numbers, set for each program
  public CommandSpawn(List<byte[]> environment, List<String> numbered, Path directory) {
    Arena arena = Arena.ofAuto();
    this.directory = arena.allocateFrom(directory.toString());
    this.devNull = arena.allocateFrom("/dev/null");
    this.attributes = arena.allocate(PosixSpawn.ATTRIBUTES_BYTES, 16);
    this.names = new byte[numbered.size()][];
    this.numbers = new MemorySegment[numbered.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = PosixSpawn.utf8(numbered.get(i) + "=");
      numbers[i] = arena.allocate(VARIABLE_BYTES);
    }
    List<byte[]> inherited = environment.stream().filter(it -> !isNumbered(it)).toList();
    int fixed = inherited.size();
    this.environment = arena.allocate(ADDRESS, fixed + names.length + 1L);
    for (int i = 0; i < fixed; i++) {
      this.environment.setAtIndex(ADDRESS, i, PosixSpawn.string(arena, inherited.get(i)));
    }
    for (int i = 0; i < names.length; i++) {
      this.environment.setAtIndex(ADDRESS, fixed + i, numbers[i]);
    }
    PosixSpawn.fill(PosixSpawn.Calls.ATTRIBUTES_INIT, attributes);
    PosixSpawn.setAttributes(attributes, arena, true, LinuxSys.TERMINAL_SIGNALS);
  }

  /// A Lifeguard that is itself a command of another one has inherited these.
  private boolean isNumbered(byte[] variable) {
    return Arrays.stream(names)
        .anyMatch(name ->
            variable.length >= name.length
                && Arrays.equals(variable, 0, name.length, name, 0, name.length));
  }

  /// The descriptors of a program.
  ///
  /// @param input the caller's descriptor for its standard input, or -1 for `/dev/null`
  /// @param output the caller's descriptor for its standard output and standard error
  /// @param lifeline the caller's descriptor for its descriptor 3
  public record Descriptors(int input, int output, int lifeline) {}

  /// Has what is started from now on begin its life in this cgroup of version 2; see
  /// [PosixSpawn#canEnterCgroups].
  ///
  /// @param cgroup a descriptor of its directory, open until then
  public void enter(int cgroup) {
    PosixSpawn.setCgroup(attributes, true, cgroup);
  }

  /// Starts a program and returns when it runs, or when it is known that it will not.
  ///
  /// @param numberValues the values of the numbered variables
  /// @return the process number, or the negated error number
  public int spawn(
      Path program, List<byte[]> arguments, Descriptors descriptors, int... numberValues) {
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < names.length; i++) {
        setNumber(i, numberValues[i]);
      }
      return PosixSpawn.run(
          arena, program, layout(descriptors), attributes, arguments, environment);
    } catch (OutOfMemoryError noMemory) {
      return -Errno.ENOMEM;
    }
  }

  private void setNumber(int index, int value) {
    byte[] digits = Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
    MemorySegment to = numbers[index];
    byte[] name = names[index];
    MemorySegment.copy(name, 0, to, JAVA_BYTE, 0, name.length);
    MemorySegment.copy(digits, 0, to, JAVA_BYTE, name.length, digits.length);
    to.set(JAVA_BYTE, name.length + digits.length, (byte) 0);
  }

  private MemorySegment layout(Descriptors descriptors) {
    MemorySegment known = layouts.get(descriptors);
    if (known != null) {
      return known;
    }
    if (layouts.size() == MOST_LAYOUTS) {
      close();
    }
    MemorySegment actions = Arena.ofAuto().allocate(PosixSpawn.ACTIONS_BYTES, 16);
    PosixSpawn.fill(PosixSpawn.Calls.ACTIONS_INIT, actions);
    try {
      describe(descriptors, actions);
    } catch (OutOfMemoryError noMemory) {
      destroy(actions);
      throw noMemory;
    }
    layouts.put(descriptors, actions);
    return actions;
  }

  private void describe(Descriptors descriptors, MemorySegment actions) {
    if (descriptors.input() < 0) {
      PosixSpawn.fill(PosixSpawn.Calls.OPEN, actions, 0, devNull.address(), /* O_RDONLY */ 0, 0);
    } else {
      dup2(actions, descriptors.input(), 0);
    }
    dup2(actions, descriptors.output(), 1);
    dup2(actions, descriptors.output(), 2);
    dup2(actions, descriptors.lifeline(), 3);
    PosixSpawn.fill(PosixSpawn.Calls.CLOSE_FROM.orElseThrow(), actions, 4);
    PosixSpawn.fill(PosixSpawn.Calls.CHANGE_DIRECTORY.orElseThrow(), actions, directory.address());
  }

  private void dup2(MemorySegment actions, int ours, int childs) {
    PosixSpawn.fill(PosixSpawn.Calls.DUP2, actions, ours, childs);
  }

  private static void destroy(MemorySegment actions) {
    PosixSpawn.fill(PosixSpawn.Calls.ACTIONS_DESTROY, actions);
  }

  /// Frees what the C library has allocated; what is started afterwards is laid out anew.
  @Override
  public void close() {
    for (MemorySegment each : layouts.values()) {
      destroy(each);
    }
    layouts.clear();
  }
}
