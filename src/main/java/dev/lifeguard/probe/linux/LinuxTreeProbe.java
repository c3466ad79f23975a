package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.PipeEnd;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.Sight;
import dev.lifeguard.probe.ThreadFacts;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.TreeProbe;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Reads trees from `/proc`. A thread that has not run since the last look still waits for what it
/// waited for then, so a pool at rest costs two short reads for each process.
///
/// Belongs to one thread.
final class LinuxTreeProbe implements TreeProbe {
  private final LongSupplier clock;
  private final ChildFinder finder;
  private final Map<Long, KnownProcess> known = new HashMap<>();
  private final LinuxSight sight = new LinuxSight();

  LinuxTreeProbe(LongSupplier clock, ChildFinder finder) {
    this.clock = clock;
    this.finder = finder;
  }

  @Override
  public Optional<TreeFacts> read(
      ProcessIdentity root, List<ProcessIdentity> also, boolean thorough) {
    finder.beginRound();
    Map<Long, ProcessFacts> found = new LinkedHashMap<>();
    List<Long> next = new ArrayList<>(List.of(root.pid()));
    also.forEach(each -> next.add(each.pid()));
    Map<Long, ProcessIdentity> expected = new HashMap<>();
    expected.put(root.pid(), root);
    also.forEach(each -> expected.put(each.pid(), each));
    for (int i = 0; i < next.size(); i++) {
      long pid = next.get(i);
      Optional<ProcessFacts> facts =
          found.containsKey(pid)
              ? Optional.empty()
              : read(pid, thorough).filter(it -> isOne(it, expected.get(pid)));
      if (facts.isPresent()) {
        found.put(pid, facts.get());
        addChildren(facts.get(), next);
      }
    }
    known.keySet().retainAll(new HashSet<>(found.keySet()));
    return found.containsKey(root.pid())
        ? Optional.of(new TreeFacts(clock.getAsLong(), List.copyOf(found.values())))
        : Optional.empty();
  }

  private static boolean isOne(
      ProcessFacts facts, @org.jspecify.annotations.Nullable ProcessIdentity expected) {
    return expected == null || facts.process().isSameAs(expected);
  }

  private void addChildren(ProcessFacts parent, List<Long> next) {
    if (parent.state() == RunState.ZOMBIE) {
      return;
    }
    try (ChildFinder.Children children = finder.of(parent.pid())) {
      children.find(parent.threadCount(), true, next::add);
    }
  }

  private Optional<ProcessFacts> read(long pid, boolean thorough) {
    return ProcText.read("/proc/" + pid + "/stat")
        .flatMap(StatLine::parse)
        .map(line -> {
          ProcessIdentity identity = ProcessIdentities.of(pid, line.startTicks());
          KnownProcess process =
              Optional.ofNullable(known.get(pid))
                  .filter(it -> it.identity().isSameAs(identity))
                  .orElseGet(() -> new KnownProcess(identity));
          known.put(pid, process);
          return process.read(line, thorough);
        });
  }

  @Override
  public List<Long> everybody() {
    String[] names = new File("/proc").list();
    List<Long> pids = new ArrayList<>();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        pids.add(Long.parseLong(name));
      }
    }
    return pids;
  }

  @Override
  public OptionalLong parentOf(long pid) {
    return ProcText.read("/proc/" + pid + "/stat")
        .flatMap(StatLine::parse)
        .map(line -> OptionalLong.of(line.parentPid()))
        .orElse(OptionalLong.empty());
  }

  @Override
  public OptionalLong bytesWaiting(ProcessIdentity process, PipeEnd end) {
    return sight.bytesWaiting(process.pid(), end);
  }

  @Override
  public Optional<String> variableOf(ProcessIdentity process, String name) {
    return ProcText.read("/proc/" + process.pid() + "/environ")
        .flatMap(text ->
            Stream.of(text.split("\0", -1))
                .filter(entry -> entry.startsWith(name + "="))
                .map(entry -> entry.substring(name.length() + 1))
                .findFirst());
  }

  @Override
  public Sight sightOf(ProcessIdentity process) {
    return sight.of(process);
  }

  /// What is remembered of one process between two looks.
  private static final class KnownProcess {
    private static final Set<String> TELLING = Set.of("_multiprocessing", "_billiard");

    private final ProcessIdentity identity;
    private final String directory;
    private final Map<Long, ThreadFacts> threads = new HashMap<>();
    private List<String> command = List.of();
    private String executable = "";
    private Optional<List<PipeEnd>> pipes = Optional.empty();
    private List<String> libraries = List.of();
    private String name = "";
    private long traffic = -1;
    private long trafficAtRuns = -1;
    private int looks;

    KnownProcess(ProcessIdentity identity) {
      this.identity = identity;
      this.directory = "/proc/" + identity.pid() + "/";
    }

    ProcessIdentity identity() {
      return identity;
    }

    ProcessFacts read(StatLine line, boolean thorough) {
      // A process begins with the command of its parent and takes its own when it runs a program.
      if (looks++ < 3 || thorough || !line.name().equals(name)) {
        readUnchanging(line);
      }
      name = line.name();
      List<ThreadFacts> now = line.state() == RunState.ZOMBIE ? List.of() : threads(line);
      readTraffic(line, now);
      return new ProcessFacts(
          identity,
          line.parentPid(),
          line.name(),
          command,
          executable,
          line.state(),
          now,
          line.threads(),
          pipes,
          libraries,
          traffic);
    }

    /// Who has one thread, and that has not run, has read and written nothing.
    private void readTraffic(StatLine line, List<ThreadFacts> now) {
      long runs = now.isEmpty() || line.threads() != 1 ? -1 : now.getFirst().runs();
      if (runs < 0 || runs != trafficAtRuns) {
        traffic = ProcText.read(directory + "io").map(Family::traffic).orElse(-1L);
        trafficAtRuns = runs;
      }
    }

    private void readUnchanging(StatLine line) {
      if (line.state() == RunState.ZOMBIE) {
        return;
      }
      command =
          ProcText.read(directory + "cmdline")
              .filter(text -> !text.isEmpty())
              .map(text -> List.of(text.split("\0", -1)))
              .map(words -> words.getLast().isEmpty() ? words.subList(0, words.size() - 1) : words)
              .orElse(List.of());
      executable = Descriptors.link(directory + "exe").orElse("");
      pipes = OpenPipes.of(identity.pid());
      // Only who has several threads manages a pool of the kinds that libraries tell of.
      if (libraries.isEmpty() && line.threads() > 1 && isPython()) {
        libraries = ProcText.read(directory + "maps").map(KnownProcess::telling).orElse(List.of());
      }
    }

    private boolean isPython() {
      String program = executable.substring(executable.lastIndexOf('/') + 1);
      return program.startsWith("python") || program.startsWith("pypy");
    }

    private static List<String> telling(String maps) {
      return maps.lines()
          .map(line -> line.substring(line.lastIndexOf('/') + 1))
          .map(file -> file.contains(".") ? file.substring(0, file.indexOf('.')) : file)
          .filter(TELLING::contains)
          .distinct()
          .toList();
    }

    private List<ThreadFacts> threads(StatLine line) {
      List<ThreadFacts> found = new ArrayList<>();
      found.add(thread(identity.pid(), line));
      if (line.threads() > 1) {
        for (long tid : Knot.threads(identity.pid())) {
          if (tid != identity.pid() && found.size() < ProcessFacts.MOST_THREADS) {
            ProcText.read(directory + "task/" + tid + "/stat")
                .flatMap(StatLine::parse)
                .ifPresent(stat -> found.add(thread(tid, stat)));
          }
        }
      }
      threads.keySet().retainAll(found.stream().map(ThreadFacts::tid).toList());
      return found;
    }

    private ThreadFacts thread(long tid, StatLine line) {
      long runs =
          ProcText.read(directory + "task/" + tid + "/schedstat")
              .flatMap(ThreadRuns::parse)
              .map(ThreadRuns::runs)
              .orElse(-1L);
      Optional<ThreadFacts> sleptOn =
          Optional.ofNullable(threads.get(tid))
              .filter(it -> runs >= 0 && it.runs() == runs && it.state() == line.state());
      ThreadFacts now =
          new ThreadFacts(
              tid,
              line.startTicks(),
              line.name(),
              line.state(),
              runs,
              sleptOn
                  .map(ThreadFacts::waiting)
                  .orElseGet(() -> WaitingReader.read(identity.pid(), tid, line.state())));
      threads.put(tid, now);
      return now;
    }
  }
}
