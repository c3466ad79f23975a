"""One watched pool, from the side of the program that made it; see lifeguard_pools."""

import collections
import os
import select
import struct
import time
import weakref
from multiprocessing import util
from multiprocessing.reduction import ForkingPickler

import lifeguard_pool_board as board_module
import lifeguard_pools
from lifeguard_pool_board import Board
from lifeguard_pool_deaths import SECONDS_TO_SETTLE, Deaths
from lifeguard_pool_facts import is_ready, kills, waiting, words_of_memory
from lifeguard_pool_queues import ResultQueue, TaskQueue

# What multiprocessing.connection puts before a frame, or before one over 2 GiB; our number behind it.
SHORT, LONG, NUMBER = struct.Struct("!i"), struct.Struct("!iQ"), struct.Struct("!Q")
NUMBER_BYTES = NUMBER.size
short, tail, write = SHORT.pack, NUMBER.pack, os.write
FIRST_TASK, LAST_TASK = board_module.TASK_WORD, board_module.TASKS - 1
MOST_SHORT = 0x7FFFFFFF
ATOMIC = 4000
BLOCK = 1 << 16
MOST_AT_ONCE = 1 << 22
MOST_FRAMES = 512
MOST_FUNCTIONS = 1000
EVERY = 63
NUDGE = object()
ANSWERED, RAISED = board_module.ANSWERED, board_module.RAISED
loads = ForkingPickler.loads
monotonic_ns = time.monotonic_ns

by_notifier = weakref.WeakValueDictionary()
ended = collections.deque()  # the files of pools that are no more


class Watch(Deaths):
    """Stands between a pool's threads and its pipes.

    The thread that hands out tasks calls put, the one that takes results get, the one that looks
    after the workers the rest. What they share is named with each attribute.
    """

    @staticmethod
    def of(inqueue):
        """The watch of the pool whose task queue this is, in the process that made it."""
        known = getattr(inqueue, "_watch", None)
        watch = known() if known is not None else None
        return watch if watch is not None and watch.owner == os.getpid() else None

    def __init__(self, pool, board, method, mode):
        self.owner = os.getpid()
        self.board = board
        self.words = board.words
        self.mode = mode
        self.pool = weakref.ref(pool)
        self.inqueue, self.outqueue = pool._inqueue, pool._outqueue
        self.free = collections.deque(range(board_module.SLOTS))
        self.slots = {}  # pid -> slot; workers' thread
        self.open_deaths = []  # workers' thread
        self.kills = kills()
        # Of tasks that were put and not answered: written by put, taken by get.
        self.numbers = {}  # (job, index) -> number
        self.tasks = {}  # number -> the task, where it may be put again
        self.functions = {}  # job -> what it calls, as long as its call is under way
        self.tries = {}  # number -> how often it was put back; get only
        self.rescued = set()  # (job, index) that must not be answered twice; get only
        self.number = 0
        # The task pipe: gate guards what was written and where frames end.
        self.gate = util.threading.Lock()
        self.written = 0
        self.frames = collections.deque([(0, 0)])  # number and end of each, the oldest taken long ago
        self.abandoned = False
        self.again = collections.deque()  # tasks to put once more; get appends, put takes
        # The result pipe.
        self.block, self.at = b"", 0  # what was read last, and from where on it is of use
        self.read = 0
        self.task_pipe = self.inqueue._writer.fileno()
        self.result_pipe = self.outqueue._reader.fileno()
        self.losses = collections.deque()  # workers' thread appends, get takes
        self.repairs = collections.deque()  # whoever finds a dead holder appends, get takes
        self.wake_reader, self.wake_writer = os.pipe()
        os.set_blocking(self.wake_reader, False)
        self.poll = select.poll()
        self.poll.register(self.outqueue._reader.fileno(), select.POLLIN)
        self.poll.register(self.wake_reader, select.POLLIN)
        os.set_blocking(self.inqueue._writer.fileno(), False)
        for queue, kind in ((self.inqueue, TaskQueue), (self.outqueue, ResultQueue)):
            queue.__class__ = kind
            queue._board = board
            queue._slot = 0
            queue._wishes = (lifeguard_pools._mode, lifeguard_pools._directory)
            # Weak: in a circle the locks would outlive the pool, and be told of as leaked.
            queue._watch = weakref.ref(self)
        board.describe(method)
        weakref.finalize(self, _close, self.wake_reader, self.wake_writer, board)

    # The thread that looks after the workers.

    def next_slot(self, inqueue):
        """Where the next worker will write; said to it by way of the queues it gets."""
        pool = self.pool()
        if pool is not None and hasattr(pool, "_change_notifier"):
            by_notifier[id(pool._change_notifier)] = self
        slot = self.free[0] if self.free else None
        if slot is not None:
            first = Board.slot(slot)
            for word in range(board_module.W_HISTORY):
                self.words[first + word] = 0
            self.words[board_module.H_SLOTS] = max(slot + 1, self.words[board_module.H_SLOTS])
        inqueue._slot = self.outqueue._slot = slot
        return slot

    def look_after(self, before, pool):
        """Takes note of who has gone, and puts in order what they have left."""
        if before != pool:
            there = set(map(id, pool))
            self.ended([process for process in before if id(process) not in there])
        if self.open_deaths:
            self.settle()

    def started(self, slot, pid, processes):
        self.board.words[board_module.H_PROCESSES] = processes
        if slot is not None:
            self.free.popleft()
            self.slots[pid] = slot
        self.board.event(board_module.STARTED, pid, 0)

    def _wake(self):
        try:
            os.write(self.wake_writer, b"!")
        except OSError:
            pass

    # The thread that hands out tasks.

    def put(self, task):
        if self.again:
            self._put_again()
        if task is NUDGE:
            return
        data = ForkingPickler.dumps(task)  # an error of this is the caller's
        if task is None:
            self._send(0, data)
            return
        self.number = number = self.number + 1
        key = job, index = task[:2]
        if self.mode != lifeguard_pools.SEE:
            self.tasks[number] = task
        if not index:
            self._begin_call(job, number, task)
        self.numbers[key] = number
        words, word = self.words, FIRST_TASK + (number & LAST_TASK) * 4
        words[word + 1] = job << 32 | index
        words[word + 2] = monotonic_ns()
        words[word] = number << 3
        words[board_module.H_SUBMITTED] = number
        if not number & EVERY:
            self._count_waiting()
        self._send(number, data)

    def _begin_call(self, job, number, task):
        function, items = _function(task)
        pool = self.pool()
        result = pool._cache.get(job) if pool is not None else None
        # A map knows how many chunks there will be; an imap ends when its items do.
        total = 0 if hasattr(result, "_unsorted") else getattr(result, "_number_left", 1)
        self.functions[job] = function
        if len(self.functions) > MOST_FUNCTIONS and pool is not None:
            self.functions = {j: f for j, f in self.functions.items() if j in pool._cache}
        self.board.call(job, number, total, items, _name(function))
        self._count_waiting()

    def _count_waiting(self):
        pool = self.pool()
        if pool is not None:
            self.words[board_module.H_CALLS_WAITING] = pool._taskqueue.qsize()

    def _put_again(self):
        while self.again:
            number = self.again.popleft()
            task = self.tasks.get(number)
            if task is not None:
                self.board.event(board_module.RETRIED, 0, number, task[0] << 32 | task[1])
                self._send(number, ForkingPickler.dumps(task))

    def _send(self, number, data):
        length = len(data) + NUMBER_BYTES
        if length < ATOMIC:
            frame = b"".join((short(length), data, tail(number)))
            with self.gate:
                self._begin_frame(number, len(frame))
                try:
                    # So short a write is done whole or not at all (POSIX, PIPE_BUF).
                    self.written += write(self.task_pipe, frame)
                    return
                except BlockingIOError:
                    pass
            self._write(number, frame)
            return
        head = short(length) if length <= MOST_SHORT else LONG.pack(-1, length)
        with self.gate:
            self._begin_frame(number, len(head) + length)
        if self._write(number, head) and self._write(number, data):
            self._write(number, tail(number))

    def _begin_frame(self, number, size):
        self.abandoned = False
        self.frames.append((number, self.written + size))
        if len(self.frames) > MOST_FRAMES:
            self._trim()

    def _write(self, number, data):
        """Writes as there is room. Whether all of it was worth writing."""
        rest = memoryview(data)
        while len(rest):
            with self.gate:
                if self.abandoned:
                    # Its reader died in the middle of it; the rest is of no use to anybody.
                    self.frames[-1] = (number, self.written)
                    return False
                try:
                    count = os.write(self.task_pipe, rest)
                except BlockingIOError:
                    count = 0
                self.written += count
            rest = rest[count:]
            if len(rest):
                select.select([], [self.task_pipe], [], 0.1)
        return True

    def _trim(self):
        taken = self.board.words[board_module.H_LAST_TAKEN]
        while len(self.frames) > 1 and self.frames[1][0] and self.frames[1][0] < taken:
            self.frames.popleft()

    # The thread that takes results.

    def get(self):
        while True:
            if self.losses and self._loss_is_due():
                answer = self._answer_for(self.losses.popleft()[0])
                if answer is not None:
                    return answer
                continue
            frame = self._next_frame()
            if frame is not None:
                result = loads(frame)
                if result is None or self._is_wanted(result):
                    return result
            else:
                self._fill()

    def _next_frame(self):
        """The next whole frame of what was read, or None."""
        block, at = self.block, self.at
        there = len(block) - at
        if there < SHORT.size:
            return None
        (length,) = SHORT.unpack_from(block, at)
        at += SHORT.size
        if length < 0:
            if there < LONG.size:
                return None
            length = LONG.unpack_from(block, self.at)[1]
            at = self.at + LONG.size
        end = at + length
        if end > len(block):
            return None
        self.at = end
        return memoryview(block)[at:end]

    def _fill(self):
        if (self.repairs or self.losses) and not is_ready(self.result_pipe):
            # All that the dead have written has been read.
            while self.repairs:
                self.block, self.at = b"", 0
                done = self.repairs.popleft()
                self.outqueue._wlock.release()
                done.set()
            if self.losses:
                return
        for fileno, _ in self.poll.poll():
            if fileno == self.result_pipe:
                self._read()
            else:
                os.read(fileno, BLOCK)

    def _read(self):
        missing = self._missing()
        block = os.read(self.result_pipe, BLOCK if missing <= BLOCK else min(missing, MOST_AT_ONCE))
        if not block:
            raise EOFError
        self.read += len(block)
        if self.at < len(self.block):
            rest = self.block
            if self.at or not isinstance(rest, bytearray):
                rest = bytearray(memoryview(rest)[self.at :])
            rest += block
            block = rest
        self.block, self.at = block, 0

    def _missing(self):
        """How much of the first frame is still to come, as far as that is known."""
        there = len(self.block) - self.at
        if there < SHORT.size:
            return 0
        length = SHORT.unpack_from(self.block, self.at)[0] + SHORT.size
        if length < SHORT.size:
            if there < LONG.size:
                return 0
            length = LONG.unpack_from(self.block, self.at)[1] + LONG.size
        return max(0, length - there)

    def _loss_is_due(self):
        """Whether everything is read and told that the dead one had written."""
        loss = self.losses[0]
        if loss[1] is None:
            loss[1] = self.read + waiting(self.result_pipe)
        if self.read < loss[1]:
            return False
        there = len(self.block) - self.at
        return self.read - there >= loss[1] or there < SHORT.size or self._missing() > 0

    def _is_wanted(self, result):
        job, index, answer = result
        number = self.numbers.pop((job, index), None)
        if number is None:
            return (job, index) not in self.rescued
        if self.tasks:
            self.tasks.pop(number, None)
        if self.tries:
            self.tries.pop(number, None)
        words, word = self.words, FIRST_TASK + (number & LAST_TASK) * 4
        if words[word] == number << 3:
            words[word + 3] = monotonic_ns()
            words[word] = number << 3 | (ANSWERED if answer[0] else RAISED)
        else:
            kind = board_module.DONE if answer[0] else board_module.FAILED
            self.board.event(kind, 0, number, job << 32 | index)
        return True

    def _answer_for(self, death):
        """An error in the place of the answer that never comes; None when it came, or comes."""
        number = death.number
        key = self._key_of(number)
        if key is None:
            return None
        job, index = key
        pool = self.pool()
        if self.mode != lifeguard_pools.SEE and not death.begun and pool:
            # It was read and never run: that it is put back can do no harm.
            self._again(number, pool)
            return None
        self.board.event(board_module.LOST, death.pid, number, job << 32 | index)
        if self.mode == lifeguard_pools.SEE:
            return None
        tries = self.tries.get(number, 0)
        if self.mode == lifeguard_pools.RETRY and tries < lifeguard_pools.MOST_RETRIES and pool:
            self.tries[number] = tries + 1
            self._again(number, pool)
            return None
        self.tasks.pop(number, None)
        del self.numbers[key]
        self.rescued.add(key)
        words, word = self.words, Board.task(number)
        if words[word] == number << 3:
            words[word + 3] = monotonic_ns()
            words[word] = number << 3 | RAISED
        name = _name(self.functions.get(job))
        return job, index, (False, _lost(death, job, index, name, tries))

    def _again(self, number, pool):
        self.again.append(number)
        pool._taskqueue.put(([NUDGE], None))

    def _key_of(self, number):
        """The place of a task that waits for its answer."""
        words, word = self.words, Board.task(number)
        if words[word] == number << 3:
            place = words[word + 1]
            key = place >> 32, place & 0xFFFFFFFF
            return key if self.numbers.get(key) == number else None
        return next((key for key, other in list(self.numbers.items()) if other == number), None)

    # Whoever ends the pool.

    def put_last(self, obj):
        """The end of all results, by a thread of the parent."""
        data = bytes(ForkingPickler.dumps(obj))
        lock = self.outqueue._wlock
        while not lock.acquire(True, SECONDS_TO_SETTLE):
            if self.mode != lifeguard_pools.SEE and self._is_held_by_the_dead(board_module.W_WRITE):
                done = util.threading.Event()
                self.repairs.append(done)
                self._wake()
                done.wait(1)
        try:
            self.outqueue._writer.send_bytes(data)
        finally:
            lock.release()

    def help_finish(self, task_handler):
        """Makes room in the task pipe until its writer has noticed that all is over."""
        self.board.words[board_module.H_CLOSED] = 1
        if self.mode == lifeguard_pools.SEE:
            self.inqueue._rlock.acquire()
        else:
            self.take_over(self.inqueue._rlock, board_module.W_READ)
        reader = self.inqueue._reader.fileno()
        while task_handler.is_alive() and is_ready(reader):
            os.read(reader, BLOCK)
            time.sleep(0)


def _function(task):
    """What a task calls and with how many items: not the helper that goes through a chunk."""
    function = task[2]
    if getattr(function, "__name__", "") in ("mapstar", "starmapstar") and task[3]:
        return task[3][0][0], len(task[3][0][1])
    return function, 1


def _name(function):
    name = getattr(function, "__qualname__", None)
    return name if isinstance(name, str) else type(function).__name__


def _lost(death, job, index, name, tries):
    what = "task %d of call %d (%s)" % (index + 1, job + 1, name)
    sentence = "worker %d %s%s, while it had %s in its hands" % (
        death.pid,
        lifeguard_pools.end_of(death.exitcode),
        words_of_memory(death.memory),
        what,
    )
    if tries:
        sentence += "; it was tried again %d times" % tries
    return lifeguard_pools.WorkerLostError(sentence, death.pid, death.exitcode, (job, index))


def _close(reader, writer, board):
    if board.words[board_module.H_PID] != os.getpid():
        return
    board.words[board_module.H_CLOSED] = 1
    ended.append(board.path)
    os.close(reader)
    os.close(writer)
