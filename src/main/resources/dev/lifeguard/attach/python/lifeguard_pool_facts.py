"""What the system says of processes and pipes; see lifeguard_pools."""

import array
import fcntl
import select
import termios

GONE = (b"Z", b"X", b"")


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
