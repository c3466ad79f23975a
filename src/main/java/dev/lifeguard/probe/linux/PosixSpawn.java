package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
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
      check((int) Calls.ACTIONS_INIT.invokeExact(actions));
      check((int) Calls.ATTRIBUTES_INIT.invokeExact(attributes));
      try {
        describe(order, actions, attributes, arena);
        if (cgroup >= 0) {
          check((int) Calls.SET_CGROUP.orElseThrow().invokeExact(attributes, cgroup));
          check((int) Calls.SET_FLAGS.invokeExact(attributes, (short) (FLAGS | SET_CGROUP_FLAG)));
        }
        MemorySegment pid = arena.allocate(JAVA_INT);
        int error =
            (int)
                Calls.SPAWN.invokeExact(
                    pid,
                    arena.allocateFrom(order.program().toString()),
                    actions,
                    attributes,
                    strings(arena, order.arguments().stream().map(PosixSpawn::utf8).toList()),
                    strings(arena, order.environment()));
        return error == 0 ? pid.get(JAVA_INT, 0) : -error;
      } finally {
        check((int) Calls.ACTIONS_DESTROY.invokeExact(actions));
        check((int) Calls.ATTRIBUTES_DESTROY.invokeExact(attributes));
      }
    } catch (OutOfMemoryError noMemory) {
      return -Errno.ENOMEM;
    } catch (Throwable impossible) {
      throw LinuxSys.unexpected(impossible);
    }
  }

  private static void describe(
      Order order, MemorySegment actions, MemorySegment attributes, Arena arena) throws Throwable {
    setAttributes(attributes, arena, false, 0);
    List<Integer> descriptors = order.descriptors();
    for (int i = 0; i < descriptors.size(); i++) {
      check((int) Calls.DUP2.invokeExact(actions, (int) descriptors.get(i), i));
    }
    check((int) Calls.CLOSE_FROM.orElseThrow().invokeExact(actions, descriptors.size()));
    MemorySegment directory = arena.allocateFrom(order.directory().toString());
    check((int) Calls.CHANGE_DIRECTORY.orElseThrow().invokeExact(actions, directory));
  }

  /// Default handling of signals and none blocked.
  ///
  /// @param group whether the program leads only a process group instead of a session
  /// @param ignored the bits of signals that stay ignored if we ignore them
  static void setAttributes(MemorySegment attributes, Arena arena, boolean group, long ignored)
      throws Throwable {
    MemorySegment handled = arena.allocate(SIGNAL_SET_BYTES, 8);
    handled.fill((byte) 0xff);
    handled.set(JAVA_LONG, 0, ~ignored);
    MemorySegment none = arena.allocate(SIGNAL_SET_BYTES, 8);
    check((int) Calls.SET_DEFAULT.invokeExact(attributes, handled));
    check((int) Calls.SET_MASK.invokeExact(attributes, none));
    check((int) Calls.SET_FLAGS.invokeExact(attributes, group ? GROUP_FLAGS : FLAGS));
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

  static void check(int error) {
    if (error != 0) {
      // These only fill structures; ENOMEM is the one error they have.
      throw new OutOfMemoryError("posix_spawn could not be prepared: error " + error);
    }
  }

  static final class Calls {
    private static final Linker LINKER = Linker.nativeLinker();
    static final MethodHandle SPAWN =
        bind("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle ACTIONS_INIT = bind("posix_spawn_file_actions_init", ADDRESS);
    static final MethodHandle ACTIONS_DESTROY = bind("posix_spawn_file_actions_destroy", ADDRESS);
    static final MethodHandle OPEN =
        bind("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle DUP2 =
        bind("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    static final Optional<MethodHandle> CLOSE_FROM =
        find("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);
    static final Optional<MethodHandle> CHANGE_DIRECTORY =
        find("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
    static final Optional<MethodHandle> SET_CGROUP =
        find("posix_spawnattr_setcgroup_np", ADDRESS, JAVA_INT);
    static final MethodHandle ATTRIBUTES_INIT = bind("posix_spawnattr_init", ADDRESS);
    static final MethodHandle ATTRIBUTES_DESTROY = bind("posix_spawnattr_destroy", ADDRESS);
    static final MethodHandle SET_FLAGS = bind("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
    static final MethodHandle SET_DEFAULT = bind("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
    static final MethodHandle SET_MASK = bind("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);

    private Calls() {}

    private static MethodHandle bind(String name, MemoryLayout... arguments) {
      return find(name, arguments).orElseThrow(() -> new UnsatisfiedLinkError(name));
    }

    // Restricted because a wrong shape crashes the virtual machine; the shapes are above.
    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> find(String name, MemoryLayout... arguments) {
      return LINKER
          .defaultLookup()
          .find(name)
          .map(it -> LINKER.downcallHandle(it, FunctionDescriptor.of(JAVA_INT, arguments)));
    }
  }
}
