"""Tasks that harm their own workers, each at most once, as CHAOS_FAULTS and CHAOS_EVERY say.

What a task does on the first attempt is written down before it is done, in `faults/KIND-ITEM-PID`.
Every later attempt is harmless, so that in the end every item has the answer that a serial run gives.
"""

import ctypes
import fcntl
import hashlib
import os
import signal
import stat
import struct
import threading
import time

FAULTS = os.environ.get("CHAOS_FAULTS", "").split(",")
EVERY = int(os.environ.get("CHAOS_EVERY", "0"))
PAUSE = float(os.environ.get("CHAOS_PAUSE", "0"))


def answer(item):
    digest = hashlib.sha256(b"%d" % item).hexdigest()
    return {"item": item, "digest": digest, "text": "\u00fc" * (item * 7 % 300)}


def work(item):
    if EVERY and item % EVERY == 0:
        strike(FAULTS[item // EVERY % len(FAULTS)], item)
    time.sleep(PAUSE)
    return answer(item)


def strike(kind, item):
    try:
        os.mkdir("faults/item-%d" % item)
    except FileExistsError:
        return
    with open("faults/%s-%d-%d" % (kind, item, os.getpid()), "w"):
        pass
    globals()[kind](item)


def segv(_item):
    ctypes.string_at(0)


def kill(_item):
    """What the kernel does when memory is out."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def code(_item):
    os._exit(137)


def hang(_item):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def memory(_item):
    hoard = []
    while True:
        hoard.append(b"x" * (16 << 20))


def garbage(item):
    done = struct.pack(">4sB3xIII", b"LGP1", 3, item + 1000000, 1, 4) + b"null"
    noise = [
        b"print() went astray\n",
        struct.pack(">4sB3xIII", b"LGP1", 3, item, 1, 0xFFFFFFFF),
        done[:8],
        done,
        hashlib.sha256(b"%d" % item).digest() * 100,
    ]
    os.write(protocol(), noise[item // EVERY // len(FAULTS) % len(noise)])


def protocol():
    """The pipe on which this worker answers: under a high number, and not what it prints to."""
    printed = os.fstat(2).st_ino
    for name in os.listdir("/proc/self/fd"):
        try:
            found = os.fstat(int(name))
            mode = fcntl.fcntl(int(name), fcntl.F_GETFL) & os.O_ACCMODE
        except OSError:
            continue
        writable = stat.S_ISFIFO(found.st_mode) and mode == os.O_WRONLY
        if int(name) > 3 and writable and found.st_ino != printed:
            return int(name)
    raise AssertionError("this worker has no pipe to answer on")
