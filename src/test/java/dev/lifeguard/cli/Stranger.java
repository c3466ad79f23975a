package dev.lifeguard.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Somebody with a `kill` command who harms the workers of a program at random: he kills them,
/// gives them SIGSEGV, and stops them for a while. Writes down whom he has killed.
final class Stranger {
  private static final int SIGKILL = 9;
  private static final int SIGSEGV = 11;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  /// For so many of his rounds somebody stays stopped.
  private static final int ROUNDS_STOPPED = 4;

  private final Program program;
  private final Random random;
  private final Map<Long, Set<Integer>> killed = new LinkedHashMap<>();
  private final Map<Long, Integer> stopped = new LinkedHashMap<>();
  private int deeds;

  Stranger(Program program, long seed) {
    this.program = program;
    random = new Random(seed);
  }

  /// Does one thing in every period until the program ends.
  ///
  /// @param may whether he may kill now
  void harm(long everyMillis, BooleanSupplier may) throws Exception {
    while (!program.process().waitFor(everyMillis, TimeUnit.MILLISECONDS)) {
      letGo();
      List<Long> workers = workers(program);
      if (!workers.isEmpty() && may.getAsBoolean()) {
        harm(workers.get(random.nextInt(workers.size())));
      }
    }
  }

  private void harm(long victim) throws Exception {
    int dice = random.nextInt(10);
    int signal = dice < 4 ? SIGKILL : dice < 6 ? SIGSEGV : SIGSTOP;
    if (!send(signal, victim)) {
      return;
    }
    deeds++;
    if (signal == SIGSTOP) {
      stopped.put(victim, ROUNDS_STOPPED);
    } else {
      killed.computeIfAbsent(victim, _ -> new LinkedHashSet<>()).add(signal);
    }
  }

  private void letGo() throws Exception {
    for (Long pid : List.copyOf(stopped.keySet())) {
      if (stopped.merge(pid, -1, Integer::sum) <= 0) {
        stopped.remove(pid);
        send(SIGCONT, pid);
      }
    }
  }

  /// Whom he has killed, with the signals that he used.
  Map<Long, Set<Integer>> killed() {
    return killed;
  }

  /// How many things he has done to anybody.
  int deeds() {
    return deeds;
  }

  /// The living workers of this program, by what stands on their command lines.
  static List<Long> workers(Program program) {
    List<Long> workers = new ArrayList<>();
    program
        .process()
        .children()
        .filter(child ->
            child.info().arguments().map(List::of).orElse(List.of()).contains("lifeguard-worker"))
        .forEach(child -> workers.add(child.pid()));
    return workers;
  }

  /// Sends a signal to all of them with one command.
  ///
  /// @return whether each of them was there
  static boolean send(int signal, Long... pids) throws Exception {
    StringBuilder order = new StringBuilder("kill -" + signal);
    for (Long pid : pids) {
      order.append(' ').append(pid);
    }
    return new ProcessBuilder("/bin/sh", "-c", order + " 2>/dev/null").start().waitFor() == 0;
  }
}
