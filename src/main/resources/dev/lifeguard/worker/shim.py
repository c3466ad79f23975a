"""The Python side of a Lifeguard worker.

Lifeguard starts   python -c LOADER lifeguard-worker NUMBER TARGET ...   and the loader runs this
text, behind that of messages.py (and reader.py on Windows), which it reads from standard input. From then on standard input and output carry messages:
a header of 20 bytes and one JSON value. This file takes them away to private descriptors before
any of your code runs, so your code may print, read, close or redirect whatever it likes.

Your function runs on the main thread. Whatever it prints goes to Lifeguard line by line, whatever
it raises becomes the task's error, and whatever it returns must be something that JSON can say.

No more than the standard library is imported, and of that as little as possible: every module
that is loaded here is one that your own module of the same name cannot replace.

The syntax is kept so plain that Python 2.7 can read it, and be told that it is too old.
"""

import os
import sys

# A worker that gets this signal prints the stacks of all its threads, whatever it is doing. It is
# a real-time signal that neither the C library nor any Python package is known to use, and so is
# the next one.
DUMP_SIGNAL = 40
# A worker that gets this one looks into its message pipe while a task runs; see Channel.
INTERRUPT_SIGNAL = 41

LIFEGUARD_IS_GONE = 1  # the exit code of a worker that has nobody to work for
CONTROL_C_EXIT = -1073741510  # 0xC000013A, the status of a Windows process that Ctrl-C has ended
START_FAILED = 3  # the exit code of a worker that cannot run its function
SECONDS_FOR_THREADS = 2.0


def flush():
    """What a task has printed is on its way before its answer is."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:  # closed, or replaced by something that cannot
            pass


def private(descriptor):
    """The same file under a high number that no child process inherits."""
    try:
        import fcntl

        moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 100)
    except (ImportError, OSError, ValueError):  # Windows, or a low limit of open files
        moved = os.dup(descriptor)
    return binary(moved)


def binary(descriptor):
    """On Windows a descriptor may be one for text, which changes line ends. Not with ours."""
    try:
        import msvcrt

        msvcrt.setmode(descriptor, os.O_BINARY)
    except ImportError:  # not Windows
        pass
    return descriptor


def take_over_standard_streams(lifeline):
    """Moves the messages away from descriptors 0 and 1 and gives those to the tasks."""
    make = ReaderChannel if lifeline == "reader" else Channel
    channel = make(private(0), private(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return channel


def hold_memory(limit):
    """Data of more than so many bytes is refused from now on: a MemoryError in the task.

    The limit is on VmData of /proc/self/status: all private memory that can be written, touched or
    not, with the stacks of threads (8 MiB each) and the few MiB of the interpreter itself.
    """
    if limit:
        import resource

        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if most != resource.RLIM_INFINITY:
            limit = min(limit, most)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def hear_interrupts(channel):
    """Offers `import lifeguard` and raises lifeguard.SoftTimeout in tasks that take too long.

    The handler runs on the main thread, between two steps of Python code, after what waits in the
    kernel was woken: sleep, read, subprocess.run. A long call of a C library is not woken.
    """
    SoftTimeout.__module__ = "lifeguard"
    module = type(sys)("lifeguard", "What Lifeguard offers to the tasks that it runs.")
    module.SoftTimeout = SoftTimeout
    sys.modules["lifeguard"] = module
    try:
        import _signal  # and not signal, which loads more

        _signal.signal(channel.signal_number(), channel.hear_signal)
    except (ImportError, ValueError):  # a system without real-time signals
        pass


def report_crashes():
    """A crash prints the Python stack, and so does DUMP_SIGNAL at any moment.

    Answers the descriptor they print to, which is a second one for what tasks print to.
    """
    import faulthandler

    errors = private(2)
    faulthandler.enable(file=errors)
    if hasattr(faulthandler, "register"):
        faulthandler.register(DUMP_SIGNAL, file=errors, all_threads=True)
    return errors


def mend_standard_streams(spare):
    """What a task has closed is open again for the next one. (Else: half a microsecond.)"""
    for descriptor in (1, 2):
        try:
            os.get_inheritable(descriptor)  # the cheapest question that a closed one fails
        except OSError:
            try:
                os.dup2(spare, descriptor)
            except OSError:  # the task has closed that, too
                return
    if getattr(sys.stdout, "closed", sys.stdout is None):
        sys.stdout = sys.__stdout__ = opened(1, sys.__stdout__)
    if getattr(sys.stderr, "closed", sys.stderr is None):
        sys.stderr = sys.__stderr__ = opened(2, sys.__stderr__)


def opened(descriptor, original):
    """The original stream if it is open, as when only a task's replacement was closed."""
    if not getattr(original, "closed", original is None):
        return original
    return open(
        descriptor, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False
    )


def die_with_lifeguard(channel, lifeline, errors):
    """Nothing of this worker outlives a Lifeguard that was killed.

    "kernel": descriptor 3 is a pipe, and the kernel was told to kill our process group when its
    other end goes. It has to stay open, that is all. "watch": a thread waits for the end of the
    message pipe. "reader": the thread that reads the messages sees that; what the tasks have started
    is in our job object, which ends as well. (No thread where it can be avoided: since 3.12 Python warns when a process with
    threads forks.)
    """
    held = [channel.source, channel.target]
    if lifeline == "kernel":
        held.append(private(3))
        os.close(3)
    else:
        if hasattr(os, "setsid") and os.getpgrp() != os.getpid():
            os.setsid()
        if lifeline == "reader":
            channel.start(errors)
        else:
            import _thread

            _thread.start_new_thread(watch, (channel.source,))

    def let_go():
        # A child that a task forks must not keep our pipes open, nor answer in our name.
        channel.forked = True
        for descriptor in held:
            try:
                os.close(descriptor)
            except OSError:
                pass

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=let_go)


def watch(source):
    import select
    import signal

    poll = select.poll()
    poll.register(source, 0)  # only the end is of interest, which is always told
    poll.poll()
    os.killpg(0, signal.SIGKILL)


def resolve(target):
    """The function that MODULE:FUNCTION or FILE.py:FUNCTION names; FUNCTION may have dots."""
    place, _, name = target.rpartition(":")
    if place.endswith(".py"):
        module = load_file(os.path.abspath(place))
    else:
        if os.getcwd() not in sys.path[:1]:
            sys.path.insert(0, os.getcwd())
        __import__(place)
        module = sys.modules[place]
    found = module
    for part in name.split("."):
        if not hasattr(found, part):
            raise AttributeError("%s has no function %r" % (place, name))
        found = getattr(found, part)
    if not callable(found):
        raise TypeError("%s:%s is not a function but a %s" % (place, name, type(found).__name__))
    return found


def load_file(path):
    """The module in this file, under the file's name without .py, whatever that is."""
    from importlib import util

    if os.path.dirname(path) not in sys.path[:1]:
        sys.path.insert(0, os.path.dirname(path))
    name = os.path.splitext(os.path.basename(path))[0]
    loaded = sys.modules.get(name)
    if loaded is not None:
        place = getattr(loaded, "__file__", None) or "built into Python"
        if place == path:  # the initializer is often in the same file
            return loaded
        # pickle and dataclasses look a class's module up by name, and the libraries need the other.
        raise ImportError(
            "%s has the name of a module that Python has loaded already (%s, %s); rename the file"
            % (path, name, place)
        )
    spec = util.spec_from_file_location(name, path)
    module = util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def cannot_start(channel, payload, text):
    """Says why to the log and to Lifeguard, and ends."""
    try:
        sys.stderr.write(text)
    except Exception:
        pass
    flush()
    channel.send(FAILED, 0, 0, payload)
    os._exit(START_FAILED)


def refuse_old_python():
    found = "%d.%d.%d" % sys.version_info[:3]
    text = (
        "Lifeguard's workers need Python 3.8 or newer, and %s is Python %s; "
        "name another one with `interpreter`" % (sys.executable, found)
    )
    if sys.argv[1] == "lifeguard-template":  # whose last words are heard
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
        os._exit(START_FAILED)
    import json

    story = {"type": "", "message": text, "traceback": ""}
    channel = Channel(0, 1)
    cannot_start(channel, json.dumps(story).encode("ascii"), text + "\n")


def runtime():
    name = sys.implementation.name
    known = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}
    return "%s %d.%d.%d" % ((known.get(name, name),) + tuple(sys.version_info[:3]))


def say_hello(channel, answers):
    import _thread

    greeting = {
        "protocol": PROTOCOL,
        "pid": os.getpid(),
        "tid": _thread.get_native_id(),
        "runtime": runtime(),
    }
    channel.send(HELLO, 0, 0, answers.ascii(greeting).encode("ascii"))


def run(function, channel, answers, task, attempt, payload):
    """One task, from its item to its answer."""
    try:
        try:
            channel.current = (task, attempt)
            if channel.alarmed:
                channel.heed_alarm()
            result = function(answers.item(payload))
        finally:
            channel.current = None
    except BaseException as error:  # sys.exit() or Ctrl-C in a task are a failure of the task
        if channel.forked:
            raise
        kind, answer = FAILED, answers.failure(error)
    else:
        try:
            kind, answer = DONE, answers.result(result)
        except BaseException as error:
            kind, answer = FAILED, answers.failure(error, "the result cannot be JSON: ")
    flush()
    channel.send(kind, task, attempt, answer)


def leave():
    """Ends in order: atexit handlers run, but threads that never end are not waited for."""
    import _thread
    import atexit
    import time

    threads_ended = []
    atexit.register(threads_ended.append, True)

    def hurry():
        time.sleep(SECONDS_FOR_THREADS)
        if not threads_ended:
            atexit._run_exitfuncs()
            flush()
            os._exit(0)

    _thread.start_new_thread(hurry, ())
    sys.exit(0)


def serve(function, channel, answers, spare):
    """Runs tasks until Lifeguard says stop, or is gone."""
    while True:
        message = channel.receive()
        if message is None:
            return
        kind, task, attempt, payload = message
        if kind == RUN:
            run(function, channel, answers, task, attempt, payload)
            answers.replenish()
            mend_standard_streams(spare)
        elif kind == STOP:
            channel.send(BYE, 0, 0, b"")
            return
        elif kind == DUMP:
            import faulthandler

            faulthandler.dump_traceback(file=2, all_threads=True)
        # An INTERRUPT that is read here has come too late: its task has been answered.


def main():
    if sys.version_info < (3, 8):
        refuse_old_python()
    if sys.argv[1] == "lifeguard-template":
        serve_as_template(sys.argv[3], sys.argv[9:])  # and go on as a worker
    target, _, limit, lifeline, initializer, data_limit = sys.argv[3:9]
    hold_memory(int(data_limit))
    spare = report_crashes()
    if sys.path[:1] == [""]:
        del sys.path[0]
    channel = take_over_standard_streams(lifeline)
    hear_interrupts(channel)
    die_with_lifeguard(channel, lifeline, spare)
    answers = Answers(int(limit))
    sys.argv[1:] = []
    try:
        function = resolve(target)
        if initializer:
            resolve(initializer)()
    except BaseException as error:
        text = traceback_of(error) or "%s: %s\n" % (type_name(error), message_of(error))
        cannot_start(channel, answers.failure(error), text)
    flush()
    say_hello(channel, answers)
    try:
        serve(function, channel, answers, spare)
    except KeyboardInterrupt:  # between two tasks: die of it, as any program does
        if os.name == "nt":  # where no process can send itself a signal
            os._exit(CONTROL_C_EXIT)
        import signal

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    except (OSError, EOFError):  # Lifeguard is gone
        if channel.forked:
            raise
    leave()


main()
