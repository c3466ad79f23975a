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
EVENTS = 32768
EVENT = struct.Struct("<QIIQII")
MAGIC = int.from_bytes(b"LGPOOL\0\1", "little")

# Events: what the parent knows.
SUBMITTED, DONE, FAILED, LOST, RETRIED, STARTED, ENDED = range(1, 8)

# Words of the header.
H_MAGIC, H_PID, H_AT, H_CLOCK, H_PROCESSES, H_METHOD, H_CLOSED, H_WRITTEN, H_LAST_TAKEN = range(9)
H_TEXT = 32

# Words of a worker's slot.
W_PID, W_TAKEN, W_DONE, W_AT, W_READ, W_WRITE, W_COUNT = range(7)
W_HISTORY = 8
HISTORY = 128

# What a worker is about to do with a lock, does, or has just done.
NONE, WANT, HOLD, RELEASING = range(4)

METHODS = ("fork", "spawn", "forkserver")


class Board:
    """Numbers in a mapped file; each is written by one process only, 8 bytes at a time.

    Page 0 is the header, in words of 8 bytes, little endian: magic, the parent's pid, the time of
    the start in nanoseconds since 1970 and on the monotonic clock, the number of processes, the
    start method, whether the pool was closed, the number of events so far, the number of the task
    that was taken last; at byte 256 the interpreter's name, 128 bytes.

    Then a page for each of 256 slots: the pid of the worker in it, the task that it has taken last,
    the one that it has done last, when it took that, its marks for the lock of the task pipe and of
    the result pipe, and how many it has done; from word 8 on the last 128 of those, three words each:
    task, begin, end.

    Then a ring of 32,768 events, 32 bytes each: monotonic time, kind, pid, number of the task (or an
    exit code), number of the job, number within the job.
    """

    def __init__(self, path, create=False):
        flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT | os.O_EXCL if create else 0)
        descriptor = os.open(path, flags, 0o600)
        try:
            size = (1 + SLOTS) * PAGE + EVENTS * EVENT.size
            if create:
                os.ftruncate(descriptor, size)
            self.memory = mmap.mmap(descriptor, size)
        finally:
            os.close(descriptor)
        self.path = path
        self.words = memoryview(self.memory).cast("Q")
        self._first_event = (1 + SLOTS) * PAGE
        self._written = 0
        self._lock = threading.Lock()

    def describe(self, processes, method):
        words = self.words
        words[H_PID] = os.getpid()
        words[H_AT] = time.time_ns()
        words[H_CLOCK] = time.monotonic_ns()
        words[H_PROCESSES] = processes
        words[H_METHOD] = METHODS.index(method)
        name = ("%s %d.%d.%d" % ((sys.implementation.name,) + sys.version_info[:3])).encode()
        self.memory[H_TEXT * 8 : H_TEXT * 8 + len(name)] = name
        words[H_MAGIC] = MAGIC  # last: now it can be read

    def event(self, kind, pid, number, job, index, clock=time.monotonic_ns, pack=EVENT.pack_into):
        """Adds to the ring. Any thread of the parent."""
        with self._lock:
            written = self._written
            pack(
                self.memory,
                self._first_event + written % EVENTS * EVENT.size,
                clock(),
                kind,
                pid,
                number,
                job,
                index,
            )
            self._written = self.words[H_WRITTEN] = written + 1

    @staticmethod
    def slot(number):
        """The first word of a slot."""
        return (1 + number) * WORDS
