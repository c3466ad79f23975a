package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The bindings of [LinuxSys]; linked when first used, so that a refusal can be caught.
final class LinuxCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  static final MethodHandle READ = bind("read", -1, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle WRITE = bind("write", -1, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle PWRITE =
      bind("pwrite", -1, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  static final MethodHandle MEMFD_CREATE = bind("memfd_create", -1, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle CLOCK_GETTIME = bind("clock_gettime", -1, JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle CLOSE = bind("close", -1, JAVA_INT, JAVA_INT);
  static final MethodHandle PIPE2 = bind("pipe2", -1, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle FCNTL = bind("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle IOCTL = bind("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  static final MethodHandle OPEN = bind("open", 2, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle PRLIMIT =
      bind("prlimit", -1, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  static final MethodHandle EPOLL_CREATE = bind("epoll_create1", -1, JAVA_INT, JAVA_INT);
  static final MethodHandle EVENTFD = bind("eventfd", -1, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle EPOLL_CTL =
      bind("epoll_ctl", -1, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle EPOLL_WAIT =
      bind("epoll_wait", -1, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  static final MethodHandle KILL = bind("kill", -1, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle SYSCALL =
      bind("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  static final MethodHandle WAITID =
      bind("waitid", -1, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle PRCTL =
      bind("prctl", 1, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  static final MethodHandle SIGNAL = bind("signal", -1, ADDRESS, JAVA_INT, ADDRESS);

  private LinuxCalls() {}

  /// Binds a function with the error number captured.
  ///
  /// @param firstVariadic the index of its first variadic argument, -1 without
  // Restricted because a wrong shape crashes the virtual machine; the shapes are above.
  @SuppressWarnings("restricted")
  static MethodHandle bind(
      String name, int firstVariadic, MemoryLayout result, MemoryLayout... arguments) {
    MemorySegment address = LINKER.defaultLookup().findOrThrow(name);
    FunctionDescriptor shape = FunctionDescriptor.of(result, arguments);
    Linker.Option capture = Linker.Option.captureCallState("errno");
    return firstVariadic < 0
        ? LINKER.downcallHandle(address, shape, capture)
        : LINKER.downcallHandle(
            address, shape, capture, Linker.Option.firstVariadicArg(firstVariadic));
  }
}
