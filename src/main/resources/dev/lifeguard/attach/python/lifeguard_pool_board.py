"""The file of one pool, mapped into memory by the program, its workers and whoever watches."""

import mmap
import os
import struct
import sys
import threading
import time

PAGE = 4096
WORDS = PAGE // 8
SLOTS = 256
CALLS = 1024
CALL_BYTES = 256
CALL_NAME = 40
EVENTS = 4096
EVENT = struct.Struct("<QIIQQ")
TASKS = 65536
MAGIC = int.from_bytes(b"LGPOOL\0\2", "little")

# Events: what is rare. DONE and FAILED only of a task whose place another one has taken.
DONE, FAILED, LOST, RETRIED, STARTED, ENDED = range(1, 7)

# What a task's word says besides its number.
SUBMITTED, ANSWERED, RAISED = range(3)

# Words of the header.
H_MAGIC, H_PID, H_AT, H_CLOCK, H_PROCESSES, H_METHOD, H_CLOSED, H_EVENTS, H_LAST_TAKEN = range(9)
H_SUBMITTED, H_CALLS, H_CALLS_WAITING, H_SLOTS = range(9, 13)
H_TEXT = 32

# Words of a worker's slot.
W_PID, W_TAKEN, W_DONE, W_AT, W_READ, W_WRITE, W_COUNT = range(7)
W_HISTORY = 8
HISTORY = 128

# What a worker is about to do with a lock, does, or has just done.
NONE, WANT, HOLD, RELEASING = range(4)

METHODS = ("fork", "spawn", "forkserver")

FIRST_CALL = (1 + SLOTS) * PAGE
FIRST_EVENT = FIRST_CALL + CALLS * CALL_BYTES
FIRST_TASK = FIRST_EVENT + EVENTS * EVENT.size
SIZE = FIRST_TASK + TASKS * 32
TASK_WORD = FIRST_TASK // 8


class Board:
    """Numbers in a mapped file; each is written by one process only, 8 bytes at a time.

    Page 0 is the header, in words of 8 bytes, little endian: magic, the parent's pid, the time of
    the start in nanoseconds since 1970 and on the monotonic clock, the number of processes, the
    start method, whether the pool was closed, the number of events so far, the number of the task
    that was taken last, the number of the task that was submitted last, how many calls have begun,
    how many wait behind those, how many of the slots have ever been used; at byte 256 the
    interpreter's name, 128 bytes.

    Then a page for each of 256 slots: the pid of the worker in it, the task that it has taken last,
    the one that it has done last, when it took that, its marks for the lock of the task pipe and of
    the result pipe, and how many it has done; from word 8 on the last 128 of those, three words each:
    the task's number twice, plus one if it raised; begin; end.

    Then 1,024 calls, 256 bytes each, the call n in the place n % 1024: its number plus one, the number
    of its first task, how many tasks it has (0 where nobody knows yet), how many items are in one,
    how long its function's name is; at byte 40 the name.

    Then a ring of 4,096 events, 32 bytes each: monotonic time, kind, pid, number of the task (or an
    exit code), the place of its call and of itself in that, 32 bits each.

    Then 65,536 tasks, four words each, the task n in the place n % 65536: its number times eight
    plus its state, its place as in an event, when it was submitted, when it was answered.
    """

    def __init__(self, path, create=False):
        flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT | os.O_EXCL if create else 0)
        descriptor = os.open(path, flags, 0o600)
        try:
            if create:
                # Really there, or not at all: a full disk found out later would be a SIGBUS.
                os.posix_fallocate(descriptor, 0, SIZE)
            self.memory = mmap.mmap(descriptor, SIZE)
        except OSError:
            if create:
                os.unlink(path)
            raise
        finally:
            os.close(descriptor)
        self.path = path
        self.words = memoryview(self.memory).cast("Q")
        self._written = 0
        self._calls = 0
        self._lock = threading.Lock()

    def describe(self, method):
        words = self.words
        words[H_PID] = os.getpid()
        words[H_AT] = time.time_ns()
        words[H_CLOCK] = time.monotonic_ns()
        words[H_METHOD] = METHODS.index(method) if method in METHODS else len(METHODS)
        name = ("%s %d.%d.%d" % ((sys.implementation.name,) + sys.version_info[:3])).encode()
        self.memory[H_TEXT * 8 : H_TEXT * 8 + len(name)] = name
        words[H_MAGIC] = MAGIC  # last: now it can be read

    def call(self, job, first, total, items, name):
        """A call begins to hand out its tasks. The thread that hands them out."""
        place = FIRST_CALL + job % CALLS * CALL_BYTES
        text = name.encode("utf-8", "replace")[: CALL_BYTES - CALL_NAME]
        words, word = self.words, place // 8
        words[word] = 0
        words[word + 1], words[word + 2], words[word + 3] = first, total, items
        words[word + 4] = len(text)
        self.memory[place + CALL_NAME : place + CALL_NAME + len(text)] = text
        words[word] = job + 1
        self._calls = words[H_CALLS] = self._calls + 1

    def event(self, kind, pid, number, place=0):
        """Adds to the ring. Any thread of the parent."""
        with self._lock:
            written = self._written
            EVENT.pack_into(
                self.memory,
                FIRST_EVENT + written % EVENTS * EVENT.size,
                time.monotonic_ns(),
                kind,
                pid,
                number,
                place,
            )
            self._written = self.words[H_EVENTS] = written + 1

    @staticmethod
    def slot(number):
        """The first word of a slot."""
        return (1 + number) * WORDS

    @staticmethod
    def task(number):
        """The first word of a task."""
        return TASK_WORD + number % TASKS * 4
