package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// A function of the C library whose arguments, at most six, are integers or addresses. The library
/// is looked into when the first one is named, so that a refusal can be caught.
///
/// All are called in one shape, six words and a word for the answer: x86-64 and arm64 hand over the
/// first six in registers whatever the function makes of them, and it looks at no more than it has.
/// Linking a shape takes the virtual machine some 15 ms, which with a shape for each function was
/// 0.3 s of every start.
///
/// @param address where its code is
record CFunction(MemorySegment address) {
  static final StructLayout CAPTURE = Linker.Option.captureStateLayout();

  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle CALL = link();
  private static final MemorySegment UNREAD = Arena.global().allocate(CAPTURE);

  // Restricted because a wrong shape crashes the virtual machine; see above.
  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    return LINKER.downcallHandle(
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
  }

  /// The function of this name, which every C library has.
  ///
  /// @throws java.util.NoSuchElementException if this one does not
  static CFunction of(String name) {
    return new CFunction(LINKER.defaultLookup().findOrThrow(name));
  }

  /// The function of this name, where this machine's C library has it.
  static Optional<CFunction> find(String name) {
    return LINKER.defaultLookup().find(name).map(CFunction::new);
  }

  /// The error number of the last call that was given this memory.
  ///
  /// @param errno of the layout [#CAPTURE]
  static int errorIn(MemorySegment errno) {
    return (int) ERRNO.get(errno, 0L);
  }

  /// Calls it. What the addresses lead to is to be kept reachable by the caller.
  ///
  /// @param errno receives the error number, of the layout [#CAPTURE]
  /// @return the register of the answer; only its lower half counts when the function returns an
  ///   int
  long call(MemorySegment errno, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(address, errno, a, b, c, d, e, f);
    } catch (Throwable impossible) {
      throw new AssertionError("a system call's binding is wrong", impossible);
    }
  }

  /// Calls a function that answers with an error number itself, or with nothing.
  int answer(long... arguments) {
    long[] six = new long[6];
    System.arraycopy(arguments, 0, six, 0, arguments.length);
    return (int) call(UNREAD, six[0], six[1], six[2], six[3], six[4], six[5]);
  }
}
