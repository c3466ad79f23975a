package dev.lifeguard.cli;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.IntConsumer;

/// Catches the signals that ask a program to end, so that a job can end in order.
///
/// A shutdown hook cannot do it: while one runs, a second Ctrl-C is ignored. `sun.misc.Signal` can,
/// but naming it is a compiler warning that cannot be silenced, so it is reached by reflection.
final class Interrupts {
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private Interrupts() {}

  /// From now on SIGHUP, SIGINT and SIGTERM go to this consumer, by their numbers, on a thread of
  /// the JVM. One that was ignored when the program was started (as `nohup` and `&` in scripts do)
  /// stays ignored.
  static void catchAll(IntConsumer consumer) {
    NUMBERS.forEach((name, number) -> catchOne(name, () -> consumer.accept(number)));
  }

  // A proxy that is asked whether it equals another has only its identity to answer with.
  @SuppressWarnings("ReferenceEquality")
  private static void catchOne(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    default -> "signal handler of Lifeguard";
                  });
      Object instance = signal.getConstructor(String.class).newInstance(name);
      Object before = signal.getMethod("handle", signal, handler).invoke(null, instance, proxy);
      if (handler.getField("SIG_IGN").get(null).equals(before)) {
        signal.getMethod("handle", signal, handler).invoke(null, instance, before);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // A system that has no such signal, or does not let us have it: its default action stays.
    }
  }
}
