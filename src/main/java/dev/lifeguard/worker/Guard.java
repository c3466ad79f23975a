package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A small shell in a session of its own that knows the process groups of all workers from a pipe
/// that only we hold. When we are gone, however that came, it kills them, what is in the job's
/// cgroup, what is left of their sessions and what bears our mark, and takes the cgroup away.
///
/// A group is unlisted before its leader is reaped, so its number cannot belong to anybody else
/// while it is listed. All methods may be called on any thread.
final class Guard {
  // Whatever it reads is looked at before it is killed: as root, `kill -- -1` ends a machine.
  //
  // A pass over /proc finds what has left its worker's group but not its session. A process that
  // forks while it is looked for is found in the next pass.
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM PIPE USR1 USR2 TSTP TTIN TTOU
      exec >/dev/null 2>&1 3<&-
      listed=' '
      cgroup=
      case $2 in LIFEGUARD_MARK=[0-9]*.[0-9]*.[0-9]*.) mark=$2 ;; *) mark= ;; esac
      clear() {
        for inner in "$1"/*/; do [ -d "$inner" ] && (clear "${inner%/}"); done
        [ -f "$1/cgroup.kill" ] && echo 1 > "$1/cgroup.kill"
        while read -r member; do
          [ "$member" -gt 0 ] && kill -s KILL "$member"
        done < "$1/cgroup.procs"
        rmdir "$1"
      }
      while read -r order; do
        group=${order#?}
        case $order in
          +*) listed="$listed$group " ;;
          -*) case $listed in
                *" $group "*) listed="${listed%%" $group "*} ${listed#*" $group "}" ;;
              esac ;;
          @*/lifeguard-*) cgroup=$group ;;
        esac
      done
      while read -r group; do
        case $group in [1-9]*) listed="$listed$group " ;; esac
      done < /proc/self/fd/4
      case $listed in *[0-9]*) ;; *) [ -d "$cgroup" ] || exit 0 ;; esac
      for group in $listed; do
        case $group in 1|0*|*[!0-9]*) ;; *) kill -s KILL -- "-$group" ;; esac
      done
      pass=0
      while [ -d "$cgroup" ] && [ $pass -lt 100 ]; do
        pass=$((pass + 1))
        clear "$cgroup"
        [ -d "$cgroup" ] && sleep 0.02
      done
      pass=0
      while [ $pass -lt 10 ]; do
        pass=$((pass + 1))
        found=
        for file in /proc/[0-9]*/stat; do
          read -r stat < "$file" || continue
          set -f; set -- ${stat##*) }; set +f
          case $1 in Z|X) continue ;; esac
          case $listed in *" $4 "*)
            file=${file#/proc/}
            kill -s KILL "${file%/stat}" && found=1 ;;
          esac
        done
        if [ "$mark" ]; then
          for file in $(grep -lsF -e "$mark" /proc/[0-9]*/environ); do
            file=${file#/proc/}
            kill -s KILL "${file%/environ}" && found=1
          done
        fi
        [ "$found" ] || exit 0
      done
      """;

  private static final int SIGKILL = 9;
  // A guard that somebody killed is replaced; one that cannot live here must not be started for
  // ever, as each start takes a millisecond of the supervisor thread.
  private static final int MOST_RESTARTS = 3;
  private static final long RESTART_PERIOD_NANOS = 10_000_000_000L;

  // What a pipe takes in one piece (PIPE_BUF, pipe(7)).
  private static final int LINE_BYTES = 4096;

  private final LinuxSys sys;
  private final int board;
  private final WorkerMark mark;
  private final TreeSet<Long> listed = new TreeSet<>();
  private final ArrayDeque<Long> restarts = new ArrayDeque<>();
  private final MemorySegment line = Arena.ofAuto().allocate(LINE_BYTES);
  private Optional<Path> cgroup = Optional.empty();
  private long pid;
  private int pidfd = -1;
  private int pipe = -1;

  /// Starts it.
  ///
  /// @param mark what all of our workers have in their environment
  Guard(LinuxSys sys, WorkerMark mark) {
    this(sys, mark, -1);
  }

  /// Starts it with a [SlotBoard] to look at in the end.
  ///
  /// @param board its file; negative for none
  Guard(LinuxSys sys, WorkerMark mark, int board) {
    this.sys = sys;
    this.mark = mark;
    this.board = board;
    start();
  }

  /// Its process, so that the end of it can be waited for; -1 when there is none.
  synchronized int pidfd() {
    return pidfd;
  }

  /// Its process number; 0 when there is none.
  synchronized long pid() {
    return pid;
  }

  /// From now on this group dies with us.
  synchronized void list(long group) {
    listed.add(group);
    tell('+', group);
  }

  /// From now on everything in this cgroup dies with us, and it is taken away.
  synchronized void list(Path directory) {
    cgroup = Optional.of(directory);
    tell("@" + directory);
  }

  /// This group's number is about to be free.
  synchronized void unlist(long group) {
    if (listed.remove(group)) {
      tell('-', group);
    }
  }

  /// It has ended although we live, so another one takes its place, at most three times in ten
  /// seconds.
  ///
  /// @param nowNanos the time of a clock that does not go back
  /// @return whether there is a guard again; if not, there will be none any more
  synchronized boolean restart(long nowNanos) {
    closePipe();
    bury();
    while (!restarts.isEmpty() && nowNanos - restarts.getFirst() > RESTART_PERIOD_NANOS) {
      restarts.removeFirst();
    }
    if (restarts.size() == MOST_RESTARTS) {
      return false;
    }
    restarts.addLast(nowNanos);
    start();
    cgroup.ifPresent(directory -> tell("@" + directory));
    listed.forEach(group -> tell('+', group));
    return pidfd >= 0;
  }

  /// Leaves its process to somebody else, who takes its status.
  ///
  /// @return its handle; negative when there is none
  synchronized int handOver() {
    int handle = pidfd;
    pidfd = -1;
    pid = 0;
    return handle;
  }

  /// Lets it end; what is still listed is killed by it.
  synchronized void end() {
    closePipe();
  }

  /// Takes its status, once it has ended.
  synchronized void bury() {
    if (pidfd >= 0) {
      sys.reap(pidfd);
      sys.close(pidfd);
    }
    pidfd = -1;
    pid = 0;
  }

  /// The shell reads its script from descriptor 3, so that `ps` shows a short line. By its name in
  /// /proc, which this port needs anyway: some containers have no /dev/fd.
  private void start() {
    int[] orders = {-1, -1};
    int[] script = {-1, -1};
    if (sys.pipe(orders) < 0 || sys.pipe(script) < 0) {
      closeAll(orders[0], orders[1], script[0], script[1]);
      return;
    }
    byte[] text = SCRIPT.getBytes(StandardCharsets.US_ASCII);
    try (Arena arena = Arena.ofConfined()) {
      sys.write(script[1], arena.allocateFrom(ValueLayout.JAVA_BYTE, text), text.length);
    }
    int started =
        PosixSpawn.spawn(
            new PosixSpawn.Order(
                Path.of("/bin/sh"),
                List.of("sh", "/proc/self/fd/3", "lifeguard-guard", mark.prefix()),
                List.of("PATH=/usr/bin:/bin".getBytes(StandardCharsets.US_ASCII)),
                Path.of("/"),
                descriptors(orders[0], script[0])));
    closeAll(orders[0], script[0], script[1]);
    pipe = orders[1];
    if (started < 0) {
      closePipe();
      return;
    }
    sys.setNonBlocking(pipe);
    pid = started;
    pidfd = sys.pidfdOpen(started);
  }

  private List<Integer> descriptors(int orders, int script) {
    return board < 0
        ? List.of(orders, orders, orders, script)
        : List.of(orders, orders, orders, script, board);
  }

  private void closeAll(int... descriptors) {
    for (int fd : descriptors) {
      if (fd >= 0) {
        sys.close(fd);
      }
    }
  }

  /// Lines are far shorter than what a pipe takes in one piece. One that is not taken means that
  /// the guard is suspended or ending; it is killed then, and replaced when its end is seen.
  private void tell(char order, long group) {
    tell(order + Long.toString(group));
  }

  private void tell(String order) {
    byte[] text = (order + "\n").getBytes(StandardCharsets.UTF_8);
    if (pipe < 0 || text.length > LINE_BYTES) {
      return;
    }
    MemorySegment.copy(text, 0, line, ValueLayout.JAVA_BYTE, 0, text.length);
    if (sys.write(pipe, line, text.length) != text.length) {
      sys.pidfdSendSignal(pidfd, SIGKILL);
      closePipe();
    }
  }

  private void closePipe() {
    if (pipe >= 0) {
      sys.close(pipe);
    }
    pipe = -1;
  }
}
