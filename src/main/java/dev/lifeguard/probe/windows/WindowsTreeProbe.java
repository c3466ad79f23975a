package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessUser;
import dev.lifeguard.probe.PipeEnd;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.Sight;
import dev.lifeguard.probe.ThreadFacts;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.TreeProbe;
import dev.lifeguard.probe.windows.OpenedProcess.Opening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Reads trees from the list of all processes, and asks each process once what it was started with.
///
/// Belongs to one thread.
final class WindowsTreeProbe implements TreeProbe {
  private static final long FRESH_NANOS = 5_000_000;
  private static final int WORDS = OpenedProcess.QUERY | OpenedProcess.READ_MEMORY;
  private static final Set<String> TELLING = Set.of("_multiprocessing", "_billiard");

  private final Win32 win32;
  private final LongSupplier clock;
  private final FreshList lists;
  private final Map<ProcessIdentity, Known> known = new HashMap<>();

  /// What cannot change.
  private record Known(List<String> command, String executable, List<String> libraries) {}

  WindowsTreeProbe(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.clock = clock;
    this.lists = new FreshList(win32, System::nanoTime, FRESH_NANOS);
  }

  @Override
  public Optional<TreeFacts> read(
      ProcessIdentity root, List<ProcessIdentity> also, boolean thorough) {
    ProcessList list = lists.now();
    Optional<ProcessRow> top = list.of(root);
    if (top.isEmpty()) {
      return Optional.empty();
    }
    List<ProcessRow> tops = new ArrayList<>(List.of(top.get()));
    also.forEach(each -> list.of(each).ifPresent(tops::add));
    Map<Long, ProcessFacts> found = new LinkedHashMap<>();
    for (ProcessRow row : list.below(tops)) {
      found.put(row.pid(), facts(row, thorough));
    }
    known.keySet().removeIf(each -> !found.containsKey(each.pid()));
    return Optional.of(new TreeFacts(clock.getAsLong(), List.copyOf(found.values())));
  }

  private ProcessFacts facts(ProcessRow row, boolean thorough) {
    Known its = known.get(row.process());
    // A library may come later than the first look.
    if (its == null || (thorough && its.libraries().isEmpty())) {
      its = ask(row);
      known.put(row.process(), its);
    }
    return new ProcessFacts(
        row.process(),
        row.parentPid(),
        row.name(),
        its.command(),
        its.executable(),
        row.state(),
        row.threads().stream()
            .limit(ProcessFacts.MOST_THREADS)
            .map(thread -> of(row, thread))
            .toList(),
        row.threads().size(),
        Optional.empty(),
        its.libraries(),
        row.traffic());
  }

  private static ThreadFacts of(ProcessRow row, ThreadRow thread) {
    return new ThreadFacts(
        thread.tid(),
        thread.startMillis(),
        row.name(),
        thread.runState(),
        Integer.toUnsignedLong(thread.switches()),
        thread.waiting());
  }

  private Known ask(ProcessRow row) {
    return opened(
            OpenedProcess.openWithMost(win32, row.process(), WORDS, OpenedProcess.QUERY_LIMITED),
            it -> {
              ProcessWords words = new ProcessWords(win32, it);
              return new Known(
                  words.commandLine().map(CommandWords::of).orElse(List.of()),
                  words.program().orElse(""),
                  isPython(row.name()) ? telling(Modules.of(win32, it)) : List.of());
            })
        .orElse(new Known(List.of(), "", List.of()));
  }

  private static boolean isPython(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.startsWith("python") || small.startsWith("pypy");
  }

  private static List<String> telling(List<String> modules) {
    return modules.stream()
        .map(file -> file.contains(".") ? file.substring(0, file.indexOf('.')) : file)
        .filter(TELLING::contains)
        .distinct()
        .toList();
  }

  private <T> Optional<T> with(
      ProcessIdentity process, int rights, Function<OpenedProcess, T> action) {
    return opened(OpenedProcess.open(win32, process, rights), action);
  }

  private static <T> Optional<T> opened(Opening opening, Function<OpenedProcess, T> action) {
    if (opening instanceof Opening.Opened(OpenedProcess process)) {
      try (process) {
        return Optional.of(action.apply(process));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<Long> everybody() {
    return lists.now().rows().stream().map(ProcessRow::pid).toList();
  }

  @Override
  public OptionalLong parentOf(long pid) {
    ProcessList list = lists.now();
    return list.of(pid)
        .flatMap(row -> list.of(row.parentPid()).filter(row::isChildOf))
        .map(parent -> OptionalLong.of(parent.pid()))
        .orElse(OptionalLong.empty());
  }

  /// Windows does not tell who has the ends of a pipe.
  @Override
  public OptionalLong bytesWaiting(ProcessIdentity process, PipeEnd end) {
    return OptionalLong.empty();
  }

  @Override
  public Optional<String> variableOf(ProcessIdentity process, String name) {
    return with(process, WORDS, it -> new ProcessWords(win32, it).variable(name))
        .flatMap(Function.identity());
  }

  @Override
  public Sight sightOf(ProcessIdentity process) {
    boolean signals = with(process, OpenedProcess.TERMINATE, _ -> true).orElse(false);
    boolean reads = with(process, WORDS, _ -> true).orElse(false);
    String owner =
        with(process, OpenedProcess.QUERY, it -> ProcessOwner.of(win32, it))
            .flatMap(Function.identity())
            .map(ProcessUser::name)
            .orElse("");
    return new Sight(
        owner,
        signals,
        false,
        false,
        signals && reads ? Optional.empty() : Optional.of("run Lifeguard as administrator"));
  }
}
