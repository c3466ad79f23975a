package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Starts a program as the leader of a session of its own, with default signal handling, exactly
/// the descriptors it is given, and a current directory (posix_spawn(3)). Nobody but the caller
/// learns how the process ends: the Java library does not know it.
///
/// Needs glibc 2.34 for `addclosefrom_np`; see [#isAvailable].
public final class PosixSpawn {
  // Generous: glibc 2.36 on x86-64 needs 80, 336 and 128 bytes.
  static final int ACTIONS_BYTES = 128;
  static final int ATTRIBUTES_BYTES = 512;
  private static final int SIGNAL_SET_BYTES = 128;
  // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID.
  private static final short FLAGS = 0x04 | 0x08 | 0x80;
  // The same with POSIX_SPAWN_SETPGROUP, whose group is a new one unless told otherwise.
  private static final short GROUP_FLAGS = 0x04 | 0x08 | 0x02;

  // POSIX_SPAWN_SETCGROUP.
  private static final short SET_CGROUP_FLAG = 0x100;

  private static final ReentrantReadWriteLock PAUSE = new ReentrantReadWriteLock();

  private PosixSpawn() {}

  /// Held by who wants no child to be made here meanwhile; for milliseconds.
  public static Lock pause() {
    return PAUSE.writeLock();
  }

  /// A child's own descriptors.
  ///
  /// @param descriptors the caller's descriptor for the child's 0, 1, 2 ..., all 10 or above;
  ///   everything else is closed
  public record Order(
      Path program,
      List<String> arguments,
      List<byte[]> environment,
      Path directory,
      List<Integer> descriptors) {}

  /// Whether this machine's C library can do it.
  public static boolean isAvailable() {
    try {
      return Calls.CLOSE_FROM.isPresent() && Calls.CHANGE_DIRECTORY.isPresent();
    } catch (LinkageError | IllegalCallerException denied) {
      return false;
    }
  }

  /// Starts the program and returns when it runs, or when it is known that it will not: any thread,
  /// a millisecond or two.
  ///
  /// @return the process number, or the negated error number
  public static int spawn(Order order) {
    return spawn(order, -1);
  }

  /// Whether the C library can start a process inside a cgroup of version 2 (glibc 2.39).
  public static boolean canEnterCgroups() {
    try {
      return isAvailable() && Calls.SET_CGROUP.isPresent();
    } catch (LinkageError | IllegalCallerException denied) {
      return false;
    }
  }

  /// The same inside a cgroup of version 2.
  ///
  /// @param cgroup a descriptor of its directory; negative for the caller's own cgroup. See
  ///   [#canEnterCgroups]
  public static int spawn(Order order, int cgroup) {
    PAUSE.readLock().lock();
    try {
      return spawnNow(order, cgroup);
    } finally {
      PAUSE.readLock().unlock();
    }
  }

  private static int spawnNow(Order order, int cgroup) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(ACTIONS_BYTES, 16);
      MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
      fill(Calls.ACTIONS_INIT, actions);
      fill(Calls.ATTRIBUTES_INIT, attributes);
      try {
        describe(order, actions, attributes, arena);
        if (cgroup >= 0) {
          setCgroup(attributes, false, cgroup);
        }
        return run(
            arena,
            order.program(),
            actions,
            attributes,
            order.arguments().stream().map(PosixSpawn::utf8).toList(),
            strings(arena, order.environment()));
      } finally {
        fill(Calls.ACTIONS_DESTROY, actions);
        fill(Calls.ATTRIBUTES_DESTROY, attributes);
      }
    } catch (OutOfMemoryError noMemory) {
      return -Errno.ENOMEM;
    }
  }

  private static void describe(
      Order order, MemorySegment actions, MemorySegment attributes, Arena arena) {
    setAttributes(attributes, arena, false, 0);
    List<Integer> descriptors = order.descriptors();
    for (int i = 0; i < descriptors.size(); i++) {
      fill(Calls.DUP2, actions, descriptors.get(i), i);
    }
    fill(Calls.CLOSE_FROM.orElseThrow(), actions, descriptors.size());
    MemorySegment directory = arena.allocateFrom(order.directory().toString());
    fill(Calls.CHANGE_DIRECTORY.orElseThrow(), actions, directory.address());
  }

  /// Default handling of signals and none blocked.
  ///
  /// @param group whether the program leads only a process group instead of a session
  /// @param ignored the bits of signals that stay ignored if we ignore them
  static void setAttributes(MemorySegment attributes, Arena arena, boolean group, long ignored) {
    MemorySegment handled = arena.allocate(SIGNAL_SET_BYTES, 8);
    handled.fill((byte) 0xff);
    handled.set(JAVA_LONG, 0, ~ignored);
    MemorySegment none = arena.allocate(SIGNAL_SET_BYTES, 8);
    fill(Calls.SET_DEFAULT, attributes, handled.address());
    fill(Calls.SET_MASK, attributes, none.address());
    fill(Calls.SET_FLAGS, attributes, group ? GROUP_FLAGS : FLAGS);
  }

  /// A cgroup of version 2 to be started in, besides [#setAttributes].
  ///
  /// @param cgroup a descriptor of its directory
  static void setCgroup(MemorySegment attributes, boolean group, int cgroup) {
    fill(Calls.SET_CGROUP.orElseThrow(), attributes, cgroup);
    fill(Calls.SET_FLAGS, attributes, (group ? GROUP_FLAGS : FLAGS) | SET_CGROUP_FLAG);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A null-terminated array of C strings.
  static MemorySegment strings(Arena arena, List<byte[]> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, string(arena, texts.get(i)));
    }
    return array;
  }

  /// A C string.
  static MemorySegment string(Arena arena, byte[] text) {
    MemorySegment copy = arena.allocate(text.length + 1L);
    MemorySegment.copy(text, 0, copy, JAVA_BYTE, 0, text.length);
    return copy;
  }

  /// Fills a structure by one of [Calls].
  ///
  /// @throws OutOfMemoryError the one error they have
  static void fill(CFunction function, MemorySegment structure, long... arguments) {
    long[] all = new long[arguments.length + 1];
    all[0] = structure.address();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int error;
    try {
      error = function.answer(all);
    } finally {
      Reference.reachabilityFence(structure);
    }
    if (error != 0) {
      throw new OutOfMemoryError("posix_spawn could not be prepared: error " + error);
    }
  }

  /// Calls posix_spawn(3).
  ///
  /// @param arena for what has to be there during the call
  /// @return the process number, or the negated error number
  static int run(
      Arena arena,
      Path program,
      MemorySegment actions,
      MemorySegment attributes,
      List<byte[]> arguments,
      MemorySegment environment) {
    MemorySegment pid = arena.allocate(JAVA_INT);
    try {
      int error =
          Calls.SPAWN.answer(
              pid.address(),
              arena.allocateFrom(program.toString()).address(),
              actions.address(),
              attributes.address(),
              strings(arena, arguments).address(),
              environment.address());
      return error == 0 ? pid.get(JAVA_INT, 0) : -error;
    } finally {
      Reference.reachabilityFence(actions);
      Reference.reachabilityFence(attributes);
      Reference.reachabilityFence(environment);
    }
  }

  /// All of them answer with an error number.
  static final class Calls {
    static final CFunction SPAWN = CFunction.of("posix_spawn");
    static final CFunction ACTIONS_INIT = CFunction.of("posix_spawn_file_actions_init");
    static final CFunction ACTIONS_DESTROY = CFunction.of("posix_spawn_file_actions_destroy");
    static final CFunction OPEN = CFunction.of("posix_spawn_file_actions_addopen");
    static final CFunction DUP2 = CFunction.of("posix_spawn_file_actions_adddup2");
    static final Optional<CFunction> CLOSE_FROM =
        CFunction.find("posix_spawn_file_actions_addclosefrom_np");
    static final Optional<CFunction> CHANGE_DIRECTORY =
        CFunction.find("posix_spawn_file_actions_addchdir_np");
    static final Optional<CFunction> SET_CGROUP = CFunction.find("posix_spawnattr_setcgroup_np");
    static final CFunction ATTRIBUTES_INIT = CFunction.of("posix_spawnattr_init");
    static final CFunction ATTRIBUTES_DESTROY = CFunction.of("posix_spawnattr_destroy");
    static final CFunction SET_FLAGS = CFunction.of("posix_spawnattr_setflags");
    static final CFunction SET_DEFAULT = CFunction.of("posix_spawnattr_setsigdefault");
    static final CFunction SET_MASK = CFunction.of("posix_spawnattr_setsigmask");

    private Calls() {}
  }
}
