"""What a task can do to its worker. The item is the name of one of these, with arguments."""

import os
import signal
import subprocess
import sys
import time


def do(item):
    name, arguments = (item[0], item[1:]) if isinstance(item, list) else (item, [])
    return globals()[name](*arguments)


def echo(value):
    return value


class Deep:
    @staticmethod
    def double(value):
        return 2 * value


def kill_me(number):
    os.kill(os.getpid(), number)
    time.sleep(60)


def crash_with_core():
    import resource

    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)


def leave(code):
    os._exit(code)


def exit_politely(code):
    sys.exit(code)


def interrupt():
    raise KeyboardInterrupt


def chain():
    try:
        {}["missing"]
    except KeyError as error:
        raise ValueError("no \u00fc \ud800 here") from error


def recurse():
    return recurse()


def long_message():
    raise ValueError("x" * 100000)


class Silent(Exception):
    def __str__(self):
        raise RuntimeError("no")


def silent():
    raise Silent()


def out_of_memory():
    raise MemoryError()


def a_set():
    return {1}


def nan():
    return float("nan")


def some_bytes():
    return b"x"


def tuple_key():
    return {(1, 2): 3}


def circle():
    ring = []
    ring.append(ring)
    return ring


def surrogate():
    return "a\ud800b"


def umlaut():
    return "\u00fc"


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def long_text(count):
    return "x" * count


def say(text):
    print(text)
    return None


def say_part(text):
    print(text, end="")
    return None


def say_error(text):
    sys.stderr.write(text + "\n")


def print_much(lines):
    for number in range(lines):
        print("line %07d ...................................................." % number)
    return lines


def close_output():
    sys.stdout.close()
    os.close(1)
    os.close(2)
    return "still here"


def grandchild_holds_protocol(code):
    for name in os.listdir("/proc/self/fd"):
        try:
            if os.readlink("/proc/self/fd/" + name).startswith("pipe:"):
                os.set_inheritable(int(name), True)
        except OSError:
            pass
    child = subprocess.Popen(["sleep", "60"], close_fds=False)
    sys.stderr.write("child %d\n" % child.pid)
    sys.stderr.flush()
    os._exit(code)


def fork_and_return(value):
    os.fork()
    return value


def straggler():
    """A child that leaves the process group, but not the session."""
    child = subprocess.Popen(["sleep", "60"], preexec_fn=os.setpgrp)
    return child.pid


def family():
    """A child and a grandchild, and then busy for ever."""
    child = subprocess.Popen(
        ["sh", "-c", "sleep 61 & echo grandchild $!; wait"], stdout=subprocess.PIPE, text=True
    )
    print("child", child.pid)
    print(child.stdout.readline().strip())
    sys.stdout.flush()
    while True:
        pass


def family_without_lifeline():
    """The same with every descriptor but the three standard ones closed."""
    os.closerange(3, 4096)
    family()


def busy():
    print("busy")
    while True:
        pass


def read_input():
    return sys.stdin.read()


def arguments():
    return sys.argv


def where():
    return [os.getcwd(), sys.path[0], os.environ.get("LIFEGUARD_TEST", "")]


def descriptors():
    return sorted(int(name) for name in os.listdir("/proc/self/fd"))


def thread_for_ever():
    import threading

    threading.Thread(target=time.sleep, args=(1000,)).start()
    return None


def at_exit(text):
    import atexit

    atexit.register(print, text)
    return None


initialized = []


def initialize():
    initialized.append("yes")


def was_initialized():
    return initialized


def pool():
    import multiprocessing

    with multiprocessing.get_context("fork").Pool(2) as workers:
        return workers.map(abs, [-1, -2])


def daemon():
    """Leaves a process without parent, in a session of its own."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.write(writing, b"%d" % os.getpid())
            os.closerange(0, 10)
            time.sleep(600)
        os._exit(0)
    return int(os.read(reading, 20))


def daemon_and_wait():
    print("daemon %d" % daemon())
    print("self %d" % os.getpid())
    sys.stdout.flush()
    time.sleep(600)


def take(mebibytes):
    return len(bytearray(mebibytes << 20))


def sleep(seconds):
    print("asleep")
    time.sleep(seconds)
    return "slept"


def read_for_ever():
    mine, _ = os.pipe()
    print("reading")
    return os.read(mine, 1).decode()


def run_program():
    print("running")
    return subprocess.run(["sleep", "60"]).returncode


def catch_soft_timeout():
    import lifeguard

    try:
        print("asleep")
        time.sleep(60)
    except lifeguard.SoftTimeout as limit:
        return [str(limit), isinstance(limit, Exception)]


def swallow_soft_timeout():
    while True:
        try:
            print("asleep")
            time.sleep(60)
        except Exception:
            print("swallowed")


def miss_first_signal():
    """As if the first one came just before the system call of the sleep."""
    number = 41
    heard = signal.getsignal(number)

    def miss(*_):
        signal.signal(number, heard)
        os.write(1, b"missed\n")  # it may have come in the middle of a print

    signal.signal(number, miss)
    print("asleep")
    time.sleep(60)


def threads_and_handlers():
    """Sleeps beside a thread that works and a handler that is called all the time."""
    import threading

    beats, handled, ended = [], [], []
    signal.signal(signal.SIGALRM, lambda *_: handled.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)

    def beat():
        while not ended:
            beats.append(1)
            time.sleep(0.001)

    thread = threading.Thread(target=beat)
    thread.start()
    caught = 0
    try:
        print("beating")
        time.sleep(60)
    except Exception as error:
        caught += type(error).__name__ == "SoftTimeout"
    before = len(beats), len(handled)
    while len(beats) < before[0] + 20 or len(handled) < before[1] + 5:
        time.sleep(0.005)
    ended.append(True)
    thread.join()
    signal.setitimer(signal.ITIMER_REAL, 0)
    return caught


def allocate(mebibytes):
    return len(b"x" * (mebibytes << 20))


hoard = []


def fill_up():
    """Takes the last byte, in pieces of all sizes, and holds it while the error is told."""
    pieces = []
    size = 64 << 20
    while True:
        try:
            pieces.append(bytearray(size))
        except MemoryError:
            size //= 2
            if size < 16:
                raise


def limits():
    import resource

    return list(resource.getrlimit(resource.RLIMIT_DATA))


ran = []


def count(number):
    ran.append(number)
    return number


def facts_of_process():
    """Who this worker is, for one that was forked to be compared with one that was started."""
    blocked = []
    for line in open("/proc/self/status"):
        if line.startswith(("SigBlk", "SigIgn", "SigCgt")):
            blocked.append(line.split()[1])
    return {
        "leads": os.getsid(0) == os.getpid() == os.getpgrp(),
        "parent": os.getppid(),
        "signals": blocked,
        "arguments": sys.argv,
        "path": sys.path[0],
        "directory": os.getcwd(),
        "environment": sorted(os.environ),
        "streams": [str(s.encoding) + s.errors + str(s.line_buffering) for s in (sys.stdout, sys.stderr)],
        "descriptors": descriptors(),
        "threads": len(os.listdir("/proc/self/task")),
    }


def chance():
    import random

    return random.random()


def loaded(name):
    return name in sys.modules


def parent_of_orphans(count):
    """Leaves grandchildren behind that end a little later, in groups of their own."""
    for _ in range(count):
        subprocess.run(["sh", "-c", "setsid sleep 0.2 & setsid sh -c 'sleep 0.1 & sleep 0.3' &"])
    return count


def how_many_ran():
    assert ran == list(range(1, len(ran) + 1))
    return len(ran)


class Exhausted(type):
    """Of classes that cannot even be named for want of memory."""


def no_memory(_kind):
    raise MemoryError()


Exhausted.__module__ = property(no_memory)


def untellable():
    raise Exhausted("Untellable", (MemoryError,), {})()
