package dev.lifeguard.gui.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What each thread of this process has used of a processor so far, those of the virtual machine
/// included: the compilers and the collector have no place in the thread bean.
///
/// From `/proc/self/task/TID/schedstat`, whose first number is the time on a processor in
/// nanoseconds (Documentation/scheduler/sched-stats.rst). Threads of one name are summed; of one
/// that has ended nothing is known any more.
///
/// @param nanosByName what each has used
record ThreadCosts(Map<String, Long> nanosByName) {

  /// What they have used until now.
  static ThreadCosts now() {
    Map<String, Long> nanos = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        add(task, nanos);
      }
    } catch (IOException e) {
      throw new IllegalStateException("this needs Linux", e);
    }
    return new ThreadCosts(nanos);
  }

  private static void add(Path task, Map<String, Long> nanos) {
    try {
      String name = Files.readString(task.resolve("comm")).strip();
      String used = Files.readString(task.resolve("schedstat")).split(" ")[0];
      nanos.merge(name, Long.parseLong(used), Long::sum);
    } catch (IOException e) {
      // It has just ended.
    }
  }

  /// What was used since an earlier look.
  ThreadCosts since(ThreadCosts before) {
    Map<String, Long> rest = new TreeMap<>();
    nanosByName.forEach(
        (name, nanos) -> rest.put(name, nanos - before.nanosByName.getOrDefault(name, 0L)));
    return new ThreadCosts(rest);
  }

  /// What the threads together have used whose names begin so.
  long nanos(String name) {
    return nanosByName.entrySet().stream()
        .filter(each -> each.getKey().startsWith(name))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// What all together have used.
  long nanos() {
    return nanos("");
  }

  /// Those that used at least a thousandth of a core, in percent of it, the costliest first.
  String text(long wallNanos) {
    return nanosByName.entrySet().stream()
        .filter(each -> each.getValue() * 1000 >= wallNanos)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(each -> String.format("%s %.1f", each.getKey(), 100.0 * each.getValue() / wallNanos))
        .collect(Collectors.joining(", "));
  }
}
