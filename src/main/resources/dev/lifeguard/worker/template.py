"""A Python process that has imported what the job names, and from which workers are forked.

It talks with Lifeguard over its standard input, a socket. It says "ready" or why it will not be,
and then gets one order for each worker: the worker's number, a space and the file of the cgroup to
enter, if any, together with the four descriptors that the worker is to have as 0, 1, 2 and 3. It
answers with the worker's process number, or a negative error number.

A fork copies one thread and the locks of all the others, so this process has only one, always.
"""

import os
import sys

MOST_THREADS = 1
SECONDS_FOR_ENDING_THREADS = 1.0
ORDER_BYTES = 8192
DESCRIPTORS = 4


def serve_as_template(target, preload):
    """Comes back in each worker, in a session of its own and with its descriptors in place."""
    import _socket
    import faulthandler
    import gc

    faulthandler.enable()  # a worker directs it to its own output
    control = _socket.socket(fileno=private(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.set_inheritable(3, False)  # the lifeline
    prepare_path(target)
    for name in preload:
        load(name, control)
    flush()
    # What all workers share stays shared: a collection would write into every object's header.
    gc.collect()
    if hasattr(gc, "freeze"):  # CPython's
        gc.freeze()
    control.sendall(b"ready")
    numbers = os.pipe()
    while True:
        order, descriptors = next_order(control)
        flush()
        answer = fork_twice(numbers)
        if answer == 0:
            control.close()
            for descriptor in numbers:
                os.close(descriptor)
            take_seat(order, descriptors)
            return
        for descriptor in descriptors:
            os.close(descriptor)
        control.sendall(b"%d" % answer)


def prepare_path(target):
    """The first place to look for modules is that of the function, as it is in a worker."""
    place = target.rpartition(":")[0]
    if sys.path[:1] == [""]:
        del sys.path[0]
    if place.endswith(".py"):
        sys.path.insert(0, os.path.dirname(os.path.abspath(place)))
    else:
        sys.path.insert(0, os.getcwd())


def load(name, control):
    try:
        __import__(name)
    except BaseException as error:
        text = traceback_of(error) or "%s: %s\n" % (type_name(error), message_of(error))
        refuse(
            control,
            "the module %s, which `preload` names, cannot be imported (%s: %s); "
            "install it, correct its name or take it out of `preload`"
            % (name, type_name(error), shortened(message_of(error), MESSAGE_CHARACTERS)),
            text,
        )
    threads = lasting_threads()
    if threads > MOST_THREADS:
        refuse(
            control,
            "the module %s, which `preload` names, has started %s, and a process with threads "
            "cannot be forked safely; take it out of `preload`, use `start: spawn`, or, if it is "
            "a numeric library, set OPENBLAS_NUM_THREADS and OMP_NUM_THREADS to 1 in `environment`"
            % (name, "a thread" if threads == 2 else "%d threads" % (threads - 1)),
            "",
        )


def lasting_threads():
    """How many threads this process has and keeps, this one included.

    One that was joined may be on its way out of the kernel still.
    """
    import time

    deadline = time.monotonic() + SECONDS_FOR_ENDING_THREADS
    threads = len(os.listdir("/proc/self/task"))
    while threads > MOST_THREADS and time.monotonic() < deadline:
        time.sleep(0.005)
        threads = len(os.listdir("/proc/self/task"))
    return threads


def refuse(control, sentence, text):
    try:
        sys.stderr.write(text)
    except Exception:
        pass
    flush()
    control.sendall(sentence.encode("utf-8", "backslashreplace"))
    os._exit(START_FAILED)


def next_order(control):
    import _socket
    import struct

    form = struct.Struct("%di" % DESCRIPTORS)
    room = _socket.CMSG_SPACE(form.size)
    order, ancillary, _, _ = control.recvmsg(ORDER_BYTES, room, _socket.MSG_CMSG_CLOEXEC)
    if not ancillary:  # Lifeguard is gone
        os._exit(0)
    return order.decode("utf-8", "surrogateescape"), form.unpack(ancillary[0][2])


def fork_twice(numbers):
    """The number of a grandchild of which Lifeguard becomes the parent; in the grandchild: 0.

    The child in the middle ends at once. When its end has been seen here, the kernel has given
    its own child to the next process above that wants it (PR_SET_CHILD_SUBREAPER): Lifeguard. The
    grandchild tells its number when it has left our session, because that is killed with us.
    """
    try:
        middle = os.fork()
    except OSError as error:
        return -error.errno
    if middle:
        os.waitpid(middle, 0)
        return int(os.read(numbers[0], 64))
    try:
        grandchild = os.fork()
    except OSError as error:
        os.write(numbers[1], b"%d" % -error.errno)
        os._exit(0)
    if grandchild:
        os._exit(0)
    os.setsid()
    os.write(numbers[1], b"%d" % os.getpid())
    return 0


def take_seat(order, descriptors):
    # Those we were sent are above 3 and ascending, because 0 to 3 were taken.
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, place)
        os.close(descriptor)
    number, _, cgroup = order.partition(" ")
    # Its command line stays that of the template; this is the name in ps and in the kernel's log.
    with open("/proc/self/comm", "w") as name:
        name.write("lifeguard-" + number)
    bear_mark(number)
    if cgroup:
        with open(cgroup, "w") as processes:
            processes.write("0")


def bear_mark(number):
    """Puts the worker's number into LIFEGUARD_MARK, by which what it leaves behind is known.

    What it executes gets the mark from os.environ. For what it merely forks the system shows the
    environment that the template was started with, so the number is changed there as well. The
    template's own is the longest that there can be.
    """
    name = "LIFEGUARD_MARK"
    old = os.environ.get(name)
    if old is None:
        return
    new = old.rpartition(".")[0] + "." + number
    os.environ[name] = new
    with open("/proc/self/stat", "rb") as stat:
        fields = stat.read().rpartition(b")")[2].split()
    begin, end = int(fields[47]), int(fields[48])  # env_start and env_end, proc_pid_stat(5)
    with open("/proc/self/mem", "r+b", 0) as memory:
        memory.seek(begin)
        entry = os.fsencode(name + "=")
        at = memory.read(end - begin).find(entry + os.fsencode(old) + b"\0")
        if at >= 0:
            memory.seek(begin + at + len(entry))
            memory.write(os.fsencode(new).ljust(len(old), b"\0"))
