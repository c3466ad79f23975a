package dev.lifeguard.probe.linux;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.Unreadable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/// Reads the threads of a process and remembers how much each had run, for the next look. Any
/// thread.
final class ThreadsLook {
  private static final int MOST_REMEMBERED = 16;

  private final LongSupplier clock;
  private final Map<ProcessIdentity, Runs> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ProcessIdentity, Runs> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /// Processor time of each thread at one moment.
  private record Runs(long atNanos, Map<Long, Long> nanos) {}

  /// @param clock nanoseconds, monotonic
  ThreadsLook(LongSupplier clock) {
    this.clock = clock;
  }

  Look<ThreadsDetail> at(ProcessIdentity process) {
    if (MemoryLook.stat(process).isEmpty()) {
      return new Look.Gone<>();
    }
    Round round = new Round(process.pid(), before(process));
    List<ThreadDetail> threads = round.read();
    if (MemoryLook.stat(process).isEmpty()) {
      return new Look.Gone<>();
    }
    remember(process, round.now);
    return new Look.Seen<>(new ThreadsDetail(threads, round.unreadable(threads)));
  }

  private synchronized Runs before(ProcessIdentity process) {
    return remembered.getOrDefault(process, new Runs(0, Map.of()));
  }

  private synchronized void remember(ProcessIdentity process, Runs runs) {
    remembered.put(process, runs);
  }

  /// One pass over the threads of a process.
  private final class Round {
    private final long pid;
    private final Runs before;
    private final Runs now = new Runs(clock.getAsLong(), new HashMap<>());
    private Optional<PipeEnds> pipes = Optional.empty();

    Round(long pid, Runs before) {
      this.pid = pid;
      this.before = before;
    }

    List<ThreadDetail> read() {
      List<Long> tids = Knot.threads(pid);
      Collections.sort(tids);
      if (tids.remove(pid)) {
        tids.addFirst(pid);
      }
      List<ThreadDetail> threads = new ArrayList<>();
      for (long tid : tids) {
        read(tid).ifPresent(threads::add);
      }
      return threads;
    }

    private Optional<ThreadDetail> read(long tid) {
      String files = "/proc/" + pid + "/task/" + tid + "/";
      return ProcText.read(files + "stat")
          .flatMap(StatLine::parse)
          .map(line -> {
            Optional<Wait> wait = WaitReader.read(pid, tid);
            String place = ProcText.read(files + "wchan").map(String::strip).orElse("");
            long cpu =
                ProcText.read(files + "schedstat")
                    .flatMap(ThreadRuns::parse)
                    .map(ThreadRuns::runNanos)
                    .orElse(line.cpuTicks() * Kernel.TICK_NANOS);
            return new ThreadDetail(
                tid,
                line.name(),
                line.state(),
                share(tid, cpu),
                cpu,
                wait.map(this::words).filter(words -> !words.isEmpty()),
                Optional.of(place).filter(it -> !it.isEmpty() && !it.equals("0")));
          });
    }

    private OptionalDouble share(long tid, long cpu) {
      now.nanos.put(tid, cpu);
      Long last = before.nanos.get(tid);
      long passed = now.atNanos - before.atNanos;
      return last == null || passed <= 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Math.max(0, cpu - last) / (double) passed);
    }

    private String words(Wait wait) {
      return switch (wait) {
        case Wait.None _, Wait.Due _, Wait.ForChild _, Wait.ForEver _ -> wait.words();
        case Wait.OnPipes on -> on.words() + peers(on) + ", without a deadline";
      };
    }

    /// Who could end the wait, among the process and its relatives.
    private String peers(Wait.OnPipes on) {
      if (on.ends().size() != 1) {
        return "";
      }
      Wait.PipeEnd end = on.ends().getFirst();
      PipeEnds known = pipes.orElseGet(() -> PipeEnds.of(Relatives.of(pid)));
      pipes = Optional.of(known);
      List<Long> peers = new ArrayList<>(known.peersOf(end));
      boolean itself = peers.remove(pid);
      if (peers.isEmpty()) {
        return itself
            ? end.reads() ? " that only it could write to" : " that only it could read"
            : "";
      }
      String others = peers.size() == 1 ? "" : " or " + (peers.size() - 1) + " others";
      return end.reads()
          ? " from pid " + peers.getFirst() + others
          : " that pid " + peers.getFirst() + others + " should read";
    }

    List<Unreadable> unreadable(List<ThreadDetail> threads) {
      boolean sleeps = threads.stream().anyMatch(each -> each.state() == RunState.SLEEPING);
      boolean isKnown =
          !sleeps
              || threads.stream()
                  .anyMatch(each ->
                      ProcText.read("/proc/" + pid + "/task/" + each.tid() + "/syscall")
                          .isPresent());
      return isKnown ? List.of() : List.of(Rights.noTracing("system calls of threads", pid));
    }
  }
}
