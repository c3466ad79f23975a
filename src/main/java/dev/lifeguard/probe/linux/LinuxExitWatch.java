package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ExitWatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/// Watches by pidfds in one epoll, on one thread. A pidfd tells twice: when the process has ended
/// and is a zombie, and when its parent has taken its status. The status is to be had
///
/// 1. from the zombie, by `/proc/PID/stat`, for who may look into the process;
/// 2. from the kernel for everybody, once the zombie is gone ([LinuxSys#exitOf], Linux 6.15);
/// 3. from the kernel's news of exits, where they are told to us ([ProcEvents]).
///
/// Never by `ProcessHandle.onExit`, which polls ever more slowly for processes that are not our
/// children (half a second late after minutes, five at worst) and loses the status.
final class LinuxExitWatch implements ExitWatch {
  private static final long WAKE = -1;
  private static final long NEWS = -2;
  // EPOLLHUP, EPOLLET: <sys/epoll.h>.
  private static final int REAPED = 0x10;
  private static final int EDGE_TRIGGERED = 1 << 31;

  /// How long a zombie whose status may not be read is waited for.
  private static final long PATIENCE_NANOS = 300_000_000;

  private static final int MOST_REMEMBERED = 4096;
  private static final String WAIT_STATUS = "wait status";

  private final LinuxSys callers;
  private final LinuxSys own;
  private final Optional<ProcEvents> news;
  private final boolean kernelTells;
  private final Listener listener;
  private final LongSupplier clock;
  private final int epoll;
  private final int wake;
  private final Thread thread;
  // Guarded by this.
  private final Map<Long, Entry> byPid = new HashMap<>();
  private final Map<Long, Entry> byKey = new HashMap<>();
  private long nextKey;
  private boolean closed;
  // Of the watch's thread.
  private final Map<Long, Entry> zombies = new LinkedHashMap<>();
  private final Map<Long, Integer> remembered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /// One watched process.
  private record Entry(ProcessIdentity process, int pidfd, long key) {}

  /// A zombie that has been seen and not been told, with the time after which nobody waits for it.
  private final Map<Long, Long> patience = new HashMap<>();

  private LinuxExitWatch(LinuxSys sys, Listener listener, LongSupplier clock) {
    callers = sys;
    own = sys.forAnotherThread();
    this.listener = listener;
    this.clock = clock;
    kernelTells = sys.tellsExitsOfOthers();
    news = ProcEvents.open(own);
    epoll = sys.epollCreate();
    wake = sys.eventfd();
    sys.epollAdd(epoll, wake, LinuxSys.READABLE, WAKE);
    news.ifPresent(it -> sys.epollAdd(epoll, it.descriptor(), LinuxSys.READABLE, NEWS));
    thread = Thread.ofPlatform().name("exit-watch").daemon().unstarted(this::run);
  }

  static LinuxExitWatch open(LinuxSys sys, Listener listener, LongSupplier clock) {
    LinuxExitWatch watch = new LinuxExitWatch(sys, listener, clock);
    watch.thread.start();
    return watch;
  }

  @Override
  public synchronized boolean watch(ProcessIdentity process) {
    return watch(process, callers);
  }

  private boolean watch(ProcessIdentity process, LinuxSys sys) {
    Entry before = byPid.get(process.pid());
    if (closed || (before != null && before.process().isSameAs(process))) {
      return !closed;
    }
    int pidfd = sys.pidfdOpen(process.pid());
    if (pidfd < 0) {
      return false;
    }
    // The handle is for whoever has the number now; this tells whether that is the one meant.
    boolean isOne = ProcessIdentities.of(process.pid()).filter(process::isSameAs).isPresent();
    if (!isOne) {
      sys.close(pidfd);
      return false;
    }
    Entry entry = new Entry(process, pidfd, ++nextKey);
    byPid.put(process.pid(), entry);
    byKey.put(entry.key(), entry);
    sys.epollAdd(epoll, pidfd, LinuxSys.READABLE | EDGE_TRIGGERED, entry.key());
    return true;
  }

  @Override
  public synchronized Sent signal(ProcessIdentity process, int signal) {
    Entry entry = byPid.get(process.pid());
    if (entry != null && entry.process().isSameAs(process)) {
      return sent(callers.pidfdSendSignal(entry.pidfd(), signal));
    }
    int pidfd = callers.pidfdOpen(process.pid());
    if (pidfd < 0) {
      return Sent.GONE;
    }
    try {
      boolean isOne = ProcessIdentities.of(process.pid()).filter(process::isSameAs).isPresent();
      return isOne ? sent(callers.pidfdSendSignal(pidfd, signal)) : Sent.GONE;
    } finally {
      callers.close(pidfd);
    }
  }

  private static Sent sent(int answer) {
    // EPERM
    return answer >= 0 ? Sent.SENT : answer == -1 ? Sent.NOT_ALLOWED : Sent.GONE;
  }

  @Override
  public boolean tellsStarts() {
    return news.isPresent();
  }

  @Override
  public String means() {
    if (kernelTells) {
      return "the kernel tells of every process how it ended";
    }
    return news.isPresent()
        ? "the kernel's news of exits tell how a process ended"
        : "how a process ended is seen only if its parent is slow to ask (Linux 6.15 tells always)";
  }

  private void run() {
    EpollEvents events = new EpollEvents(Arena.ofAuto(), 64);
    while (true) {
      int count = own.epollWait(epoll, events, patience.isEmpty() ? -1 : 20);
      List<Ending> endings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        if (events.key(i) == WAKE) {
          release();
          return;
        } else if (events.key(i) == NEWS) {
          take(news.orElseThrow().next());
        } else {
          happened(events.key(i), (events.events(i) & REAPED) != 0).ifPresent(endings::add);
        }
      }
      endings.addAll(impatient());
      endings.forEach(listener::ended);
    }
  }

  private void take(ProcEvents.News piece) {
    switch (piece) {
      case ProcEvents.News.Exited(long pid, int raw) -> {
        if (isWatched(pid)) {
          remembered.put(pid, raw);
        }
      }
      case ProcEvents.News.Forked(long parent, long child) -> started(parent, child);
      case ProcEvents.News.Other _ -> {}
    }
  }

  private synchronized boolean isWatched(long pid) {
    return byPid.containsKey(pid);
  }

  private void started(long parent, long child) {
    Optional<ProcessIdentity> from;
    Optional<ProcessIdentity> to = Optional.empty();
    synchronized (this) {
      from = Optional.ofNullable(byPid.get(parent)).map(Entry::process);
      if (from.isPresent()) {
        to = ProcessIdentities.of(child).filter(it -> watch(it, own));
      }
    }
    if (from.isPresent() && to.isPresent()) {
      listener.started(from.get(), to.get());
    }
  }

  /// A pidfd has told something.
  ///
  /// @param reaped whether the status has been taken by the parent
  private Optional<Ending> happened(long key, boolean reaped) {
    long now = clock.getAsLong();
    Entry entry = entry(key);
    if (entry == null) {
      return Optional.empty();
    }
    Optional<ExitStatus> status =
        fromZombie(entry).or(() -> fromKernel(entry)).or(() -> fromNews(entry));
    if (status.isPresent()) {
      return Optional.of(tell(entry, status.get(), WAIT_STATUS, now));
    }
    if (!reaped && !patience.containsKey(key)) {
      zombies.put(key, entry);
      patience.put(key, now + PATIENCE_NANOS);
      return Optional.empty();
    }
    if (reaped && news.isPresent() && !patience.containsKey(key)) {
      // The news of an exit may be a moment behind the exit.
      zombies.put(key, entry);
      patience.put(key, now + PATIENCE_NANOS / 10);
      return Optional.empty();
    }
    return reaped && news.isEmpty() ? Optional.of(untold(entry, now)) : Optional.empty();
  }

  private synchronized @org.jspecify.annotations.Nullable Entry entry(long key) {
    return byKey.get(key);
  }

  /// Those that have waited long enough for somebody to tell how they ended.
  private List<Ending> impatient() {
    if (patience.isEmpty()) {
      return List.of();
    }
    long now = clock.getAsLong();
    List<Ending> endings = new ArrayList<>();
    for (Entry entry : List.copyOf(zombies.values())) {
      Optional<ExitStatus> status = fromKernel(entry).or(() -> fromNews(entry));
      if (status.isPresent()) {
        endings.add(tell(entry, status.get(), WAIT_STATUS, now));
      } else if (patience.getOrDefault(entry.key(), 0L) <= now) {
        endings.add(untold(entry, now));
      }
    }
    return endings;
  }

  private Ending untold(Entry entry, long now) {
    return tell(
        entry,
        new ExitStatus.Unknown(),
        "its parent has taken the status, and this kernel tells nobody else",
        now);
  }

  private Optional<ExitStatus> fromZombie(Entry entry) {
    return ProcText.read("/proc/" + entry.process().pid() + "/stat")
        .filter(text ->
            StatLine.parse(text)
                .filter(line -> line.startTicks() == entry.process().startTicks())
                .filter(line -> line.state() == dev.lifeguard.job.RunState.ZOMBIE)
                .isPresent())
        .map(LinuxExitWatch::lastField)
        .filter(raw -> raw.isPresent() && (raw.getAsInt() != 0 || mayLook(entry.process().pid())))
        .map(raw -> RawStatus.of(raw.getAsInt()));
  }

  /// Whether the kernel tells us the truth about a zombie: to those who may not look into it, it
  /// prints a status of 0. It asks the same question of who reads to which namespaces it belongs
  /// (PTRACE_MODE_READ_FSCREDS, ptrace(2)), and there says no. Neither being root nor being the
  /// same user decides: capabilities and what the process has done with its rights do.
  static boolean mayLook(long pid) {
    try {
      Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/user"));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Field 52 of `/proc/PID/stat`, the last one (proc_pid_stat(5), `exit_code`).
  static OptionalInt lastField(String stat) {
    String text = stat.strip();
    try {
      return OptionalInt.of(Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1)));
    } catch (NumberFormatException _) {
      return OptionalInt.empty();
    }
  }

  private Optional<ExitStatus> fromKernel(Entry entry) {
    OptionalInt raw = kernelTells ? own.exitOf(entry.pidfd()) : OptionalInt.empty();
    return raw.isPresent() ? Optional.of(RawStatus.of(raw.getAsInt())) : Optional.empty();
  }

  private Optional<ExitStatus> fromNews(Entry entry) {
    return Optional.ofNullable(remembered.remove(entry.process().pid())).map(RawStatus::of);
  }

  private Ending tell(Entry entry, ExitStatus status, String source, long now) {
    synchronized (this) {
      byKey.remove(entry.key());
      byPid.remove(entry.process().pid(), entry);
      own.epollRemove(epoll, entry.pidfd());
      own.close(entry.pidfd());
    }
    zombies.remove(entry.key());
    patience.remove(entry.key());
    remembered.remove(entry.process().pid());
    return new Ending(entry.process(), status, source, now);
  }

  private synchronized void release() {
    byKey.values().forEach(entry -> own.close(entry.pidfd()));
    byKey.clear();
    byPid.clear();
    news.ifPresent(ProcEvents::close);
    own.close(epoll);
    own.close(wake);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try (Arena arena = Arena.ofConfined()) {
      callers.write(wake, arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_LONG, 1L), 8);
    }
  }
}
