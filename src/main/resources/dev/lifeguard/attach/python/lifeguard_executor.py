"""Adds to the BrokenProcessPool of a ProcessPoolExecutor who died and of what; see lifeguard_pools.

The executor stays broken, as its documentation says.
"""

from multiprocessing import connection

import lifeguard_pools
from lifeguard_pool_facts import NOT_KNOWN, killed_for_memory, kills, words_of_memory

SECONDS_FOR_REAPING = 0.1

_kills = 0


def take_hold(module):
    """Replaces what is known of concurrent.futures.process."""
    global _kills
    _kills = kills()
    thread = getattr(module, "_ExecutorManagerThread", None)
    if hasattr(thread, "terminate_broken"):
        _take_hold_of_thread(thread)
    elif hasattr(module.ProcessPoolExecutor, "_start_queue_management_thread"):
        _take_hold_of_function(module.ProcessPoolExecutor)
    else:
        lifeguard_pools.note("the ProcessPoolExecutor of this Python is not known: it is not watched")


def _take_hold_of_thread(thread):
    """From Python 3.9 on: what is given as the cause is shown behind the exception."""
    original = thread.terminate_broken

    def terminate_broken(self, cause):
        told = _told(self.processes)
        if told:
            cause = (list(cause) if cause else []) + [told]
        return original(self, cause)

    thread.terminate_broken = terminate_broken


def _take_hold_of_function(executor):
    """Python 3.8: a function that goes through all pending items once, when the pool is broken."""
    original = executor._start_queue_management_thread

    def _start_queue_management_thread(self):
        # Called with the lock of the executor held, before the thread begins.
        if self._queue_management_thread is None:
            self._pending_work_items = _Pending(self._pending_work_items, self._processes)
        return original(self)

    executor._start_queue_management_thread = _start_queue_management_thread


class _Pending(dict):
    def __init__(self, items, processes):
        super().__init__(items)
        self._processes = processes

    def items(self):
        told = _told(self._processes)
        return [(key, _Item(item, told)) for key, item in super().items()]


class _Item:
    """Stands for its own future as well."""

    def __init__(self, item, told):
        self._future = item.future
        self._told = told

    @property
    def future(self):
        return self

    def set_exception(self, broken):
        from concurrent.futures import process

        if self._told and broken.__cause__ is None:
            broken.__cause__ = process._RemoteTraceback("\n'''\n%s'''" % self._told)
        self._future.set_exception(broken)


def _told(processes):
    """Who of them has died without being asked to, one line for each. Never an exception."""
    try:
        return "".join(_line(process) for process in list(processes.values()))
    except Exception:
        return ""


def _line(process):
    if connection.wait([process.sentinel], 0):
        process.join(SECONDS_FOR_REAPING)
    code = process.exitcode
    if not code:
        return ""
    memory = killed_for_memory(process.pid, _kills) if code == -9 else NOT_KNOWN
    words = lifeguard_pools.end_of(code) + words_of_memory(memory)
    return "worker %s %s\n" % (process.pid, words)
