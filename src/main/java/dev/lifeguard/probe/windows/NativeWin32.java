package dev.lifeguard.probe.windows;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Calls the functions in this process. Any thread.
///
/// The same machine code serves a fake library that is compiled for the calling convention of
/// Windows, on a virtual machine that is told to use it (`jdk.internal.foreign.CABI`): only the
/// name of the error number differs, which the virtual machine knows by the system it runs on.
final class NativeWin32 implements Win32 {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();

  private final Function<String, SymbolLookup> libraries;
  private final String errorName;
  private final VarHandle error;
  private final Map<String, MethodHandle> handles = new ConcurrentHashMap<>();

  /// @param libraries opens a library by its name without `.dll`
  /// @param errorName what the linker calls the error number of a thread: `GetLastError`
  NativeWin32(Function<String, SymbolLookup> libraries, String errorName) {
    this.libraries = libraries;
    this.errorName = errorName;
    this.error = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement(errorName));
  }

  /// The libraries of the system that this runs on.
  // Restricted because a library may run code as it is loaded; these belong to the system.
  @SuppressWarnings("restricted")
  static NativeWin32 ofThisSystem() {
    return new NativeWin32(
        name -> SymbolLookup.libraryLookup(name + ".dll", Arena.global()), "GetLastError");
  }

  @Override
  public Answer call(String library, String function, Argument... arguments) {
    MethodHandle handle =
        handles.computeIfAbsent(
            library + "!" + function, _ -> bind(library, function, arguments.length));
    long[] numbers = new long[arguments.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (arguments[i]) {
            case Argument.Value(long value) -> value;
            case Argument.Buffer(MemorySegment memory) -> memory.address();
          };
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURE);
      long value = (long) handle.invokeExact(captured, numbers);
      return new Answer(value, (int) error.get(captured, 0L));
    } catch (Throwable impossible) {
      throw new IllegalStateException(library + "!" + function, impossible);
    }
  }

  @Override
  public long addressOf(MemorySegment buffer) {
    return buffer.address();
  }

  /// Every argument is a slot of 64 bits, see [Win32]; a call with another number of them than the
  /// first one had is a bug and fails.
  // Restricted because a wrong shape crashes the virtual machine; the shape is right for all.
  @SuppressWarnings("restricted")
  private MethodHandle bind(String library, String function, int count) {
    MemorySegment address =
        libraries
            .apply(library)
            .find(function)
            .orElseThrow(() -> new IllegalStateException(library + " has no " + function));
    MemoryLayout[] slots = new MemoryLayout[count];
    java.util.Arrays.fill(slots, JAVA_LONG);
    return LINKER
        .downcallHandle(
            address,
            FunctionDescriptor.of(JAVA_LONG, slots),
            Linker.Option.captureCallState(errorName))
        .asSpreader(long[].class, count);
  }
}
