"""Watches the pools of a Python program from inside, and saves them if that is wished.

`multiprocessing.Pool` forgets the task of a worker that died: whoever waits for it waits for ever.
It also stops altogether when the dead one held one of the two locks that all workers share. This
module takes hold of a pool where its queues are made. It leaves the algorithm as it is and

- sees: every pool has a file in a directory that the watcher has made, mapped into memory, in which
  the parent writes what it submits and gets back, and each worker what it takes and has done. That
  costs no system call for a task, and what a worker wrote is there when it has been killed;
- saves, if wished: releases the lock of a dead worker, takes what it left half read or half written
  out of the pipe, and hands the waiting call a WorkerLostError, or puts the task back.

`worker()` and the threads of the pool are not touched. What is replaced is known to be the same from
Python 3.8 on, by its digest; where it differs nothing is done, and a note in the directory says so.
Whether anybody reads the files makes no difference to the program.

Written for CPython 3.8 and newer on Linux. The layout of the files is told in the class Board.
"""

import os
import sys

SEE, RAISE, RETRY = "see", "raise", "retry"
MOST_RETRIES = 2

# Of multiprocessing.pool: what is replaced here, and what it relies on. One checksum for each text
# that is known: of 3.8 to 3.11, and of 3.12 and 3.13, where a message is spelt differently.
KNOWN_POOLS = {"74bfa681-10602", "0c2a220d-10603"}
READ_BY_DIGEST = (
    "_setup_queues",
    "_repopulate_pool_static",
    "_maintain_pool",
    "_wait_for_updates",
    "_handle_workers",
    "_handle_tasks",
    "_handle_results",
    "_help_stuff_finish",
    "_terminate_pool",
)


class WorkerLostError(Exception):
    """A worker process of a pool died with a task in its hands.

    pid, exitcode (negative: a signal, as in multiprocessing.Process.exitcode) and task say which.
    """

    def __init__(self, message, pid=None, exitcode=None, task=None):
        super().__init__(message, pid, exitcode, task)
        self.pid = pid
        self.exitcode = exitcode
        self.task = task

    def __str__(self):
        return self.args[0]


_directory = None
_mode = SEE
_told_of_python = False
_pools = 0


def arrange(wishes, by_interpreter=True):
    """Watches from now on.

    wishes: the mode, a colon, and the directory of the files.
    by_interpreter: whether the watcher wants to know that this interpreter has loaded us.
    """
    mode, _, directory = wishes.partition(":")
    if mode in (SEE, RAISE, RETRY) and os.path.isdir(directory):
        _settle_here(mode, directory, by_interpreter)


def _settle_here(mode, directory, by_interpreter):
    global _directory, _mode
    if _directory is not None:
        return
    _directory, _mode = directory, mode
    if by_interpreter:
        with open(os.path.join(directory, "loaded-%d" % os.getpid()), "x"):
            pass
    for name, take_hold in _PLACES.items():
        module = sys.modules.get(name)
        if module is None:
            continue
        _guarded(take_hold, module)
    sys.meta_path.insert(0, _Finder())


class _Finder:
    """Finds what others find, and takes hold of it when it has been loaded."""

    def find_spec(self, name, path=None, target=None):
        if name not in _PLACES:
            return None
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                break
        else:
            return None
        if spec.loader is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = _Loader(spec.loader, _PLACES[name])
        return spec


class _Loader:
    def __init__(self, loader, take_hold):
        self._loader = loader
        self._take_hold = take_hold

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        # The module and its specification know the true loader, as if this one had never been.
        module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        _guarded(self._take_hold, module)


def _guarded(take_hold, module):
    try:
        take_hold(module)
    except Exception as error:
        note("%s is not watched: %s: %s" % (module.__name__, type(error).__name__, error))


def note(sentence, about=None):
    """Leaves a sentence for the watcher; the program's own output is not touched.

    about: what it is about, if one sentence about that is enough, whichever process leaves it; the
    sentence itself if nothing else is said.
    """
    import zlib

    about = about or "%08x" % zlib.crc32(sentence.encode("utf-8", "replace"))
    name = os.path.join(_directory, "note-" + about)
    if os.path.exists(name):
        return
    new = "%s-%d.new" % (name, os.getpid())
    try:
        with open(new, "w", encoding="utf-8", errors="replace") as file:
            file.write(sentence + "\n")
        os.rename(new, name)
    except OSError:
        pass


def _take_hold_of_pool(module):
    try:
        digest = digest_of(module)
    except AttributeError:
        digest = "older"
    if digest not in KNOWN_POOLS:
        version = "%d.%d.%d" % sys.version_info[:3]
        note("the pools of Python %s are not known (%s): they are not watched" % (version, digest))
        return
    import lifeguard_pool_hold

    lifeguard_pool_hold.take_hold(module)


def _take_hold_of_subprocess(module):
    """A Python that is started like this is somebody else's program; that it is one is told, once."""
    original = module.Popen.__init__

    def __init__(self, args, *rest, **named):
        original(self, args, *rest, **named)
        _tell_of_python(args)

    __init__.__wrapped__ = original  # for whoever asks for the signature
    __init__.__doc__ = original.__doc__
    __init__.__qualname__ = original.__qualname__
    __init__.__module__ = original.__module__
    module.Popen.__init__ = __init__


def _tell_of_python(args):
    global _told_of_python
    if _told_of_python:
        return
    try:
        words = [args] if isinstance(args, (str, bytes, os.PathLike)) else list(args)
        line = " ".join(os.fsdecode(word) for word in words)
        first = os.path.basename(line.split(" ", 1)[0])
        if first.startswith("python"):
            _told_of_python = True
            note(
                "a Python that it starts through subprocess is not looked into: " + line[:120],
                about="subprocess",
            )
    except Exception:
        pass


def digest_of(module):
    """A checksum and the length of the texts that READ_BY_DIGEST names, and of worker().

    Cheaper than `inspect`, whose import alone takes longer than all else that is done here.
    """
    import zlib

    with open(module.__file__, encoding="utf-8") as file:
        lines = file.readlines()
    functions = [module.worker] + [getattr(module.Pool, name) for name in READ_BY_DIGEST]
    text = "".join(_text_of(function, lines) for function in functions).encode()
    return "%08x-%d" % (zlib.crc32(text), len(text))


def _text_of(function, lines):
    function = getattr(function, "__func__", function)
    first = function.__code__.co_firstlineno - 1
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    inside = False
    while last < len(lines):
        line = lines[last]
        deeper = len(line) - len(line.lstrip()) > depth
        if line.strip() and not deeper and inside:
            break
        inside = inside or deeper
        last += 1
    return "".join(lines[first:last]).rstrip() + "\n"


def _take_hold_of_executor(module):
    import lifeguard_executor

    lifeguard_executor.take_hold(module)


def end_of(code):
    """An exit code of multiprocessing in words."""
    if code is None:
        return "is gone"
    if code >= 0:
        return "exited with code %d" % code
    import signal

    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = "a signal"
    return "was killed by %s (signal %d)" % (name, -code)


_PLACES = {
    "subprocess": _take_hold_of_subprocess,
    "multiprocessing.pool": _take_hold_of_pool,
    "concurrent.futures.process": _take_hold_of_executor,
}
