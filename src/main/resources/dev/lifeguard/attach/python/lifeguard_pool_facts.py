"""What the system says of processes and pipes; see lifeguard_pools."""

import array
import fcntl
import os
import select
import termios
import time

GONE = (b"Z", b"X", b"")
# A number is used again; what the kernel's log says of it must be fresh.
SECONDS_OF_LOG = 60
# What is known of the kernel's part in a death.
NOT_KNOWN, PROBABLY, CERTAINLY = range(3)


def kills():
    """How many processes the kernel has killed for lack of memory since it started."""
    try:
        with open("/proc/vmstat", "rb") as file:
            for line in file:
                if line.startswith(b"oom_kill "):
                    return int(line.split()[1])
    except (OSError, ValueError):
        pass
    return 0


def killed_for_memory(pid, kills_before):
    """Whether the kernel has killed this process for lack of memory."""
    if kills() <= kills_before:
        return NOT_KNOWN
    return CERTAINLY if _named_in_log(pid) else PROBABLY


def words_of_memory(known):
    """The end of a sentence about a process that was killed by SIGKILL."""
    if known == CERTAINLY:
        return " by the kernel, out of memory"
    if known == PROBABLY:
        return ", probably by the kernel, which has just killed somebody for lack of memory"
    return ""


def _named_in_log(pid):
    """Whether the kernel's log, where it may be read, names this process as killed; see
    Documentation/ABI/testing/dev-kmsg of the kernel for its lines."""
    mark = b"Killed process %d (" % pid
    newest = (time.monotonic() - SECONDS_OF_LOG) * 1e6
    try:
        log = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        while True:
            try:
                line = os.read(log, 8192)
            except BrokenPipeError:
                continue  # it was overwritten meanwhile
            if mark in line and int(line.split(b",", 3)[2]) >= newest:
                return True
    except (OSError, ValueError, IndexError):
        return False
    finally:
        os.close(log)


def state_of(pid):
    """The letter of /proc/PID/stat, see proc(5); empty when there is no such process."""
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            return file.read().rpartition(b")")[2].split()[0]
    except OSError:
        return b""


def waiting(fileno):
    count = array.array("i", [0])
    fcntl.ioctl(fileno, termios.FIONREAD, count)
    return count[0]


def is_ready(fileno):
    return bool(select.select([fileno], [], [], 0)[0])
