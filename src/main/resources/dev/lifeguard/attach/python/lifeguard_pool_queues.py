"""The two queues of a watched pool, as its workers use them; see lifeguard_pools."""

import struct
import time
from multiprocessing import queues
from multiprocessing.reduction import ForkingPickler

import lifeguard_pool_board as board
import lifeguard_pools

# Here every look-up counts: these lines run for each task.
NONE, WANT, HOLD, RELEASING = board.NONE, board.WANT, board.HOLD, board.RELEASING
HISTORY = board.HISTORY
NUMBER = struct.Struct("!Q")
number_at = NUMBER.unpack_from
monotonic_ns = time.monotonic_ns
loads, dumps = ForkingPickler.loads, ForkingPickler.dumps


class _Marked(queues.SimpleQueue):
    """A queue whose user says on a board what it is about to do."""

    _places = None

    def __getstate__(self):
        path = self._board.path if self._board is not None else None
        return queues.SimpleQueue.__getstate__(self), path, self._slot, self._wishes

    def __setstate__(self, state):
        state, path, self._slot, self._wishes = state
        queues.SimpleQueue.__setstate__(self, state)
        self._watch = None
        try:
            self._board = board.Board(path)
            # A pool that this process makes is watched as well.
            lifeguard_pools.arrange(":".join(self._wishes), by_interpreter=False)
        except (OSError, TypeError, ValueError):
            self._board, self._slot = None, None  # nobody watches any more

    def _begin(self):
        """The words to write to, and the first of them; a board without end where there is none."""
        if self._board is None or self._slot is None:
            return [0] * (board.W_HISTORY + 3 * HISTORY), 0
        return self._board.words, board.Board.slot(self._slot)


class TaskQueue(_Marked):
    """Tasks come in frames whose last 8 bytes are a number; pickle does not look at those."""

    def get(self):
        if self._places is None:
            words, first = self._begin()
            words[first + board.W_PID] = board.os.getpid()
            # Where there is no board, the number of the last task goes nowhere.
            watched = self._board is not None and self._slot is not None
            last = board.H_LAST_TAKEN if watched else first
            self._places = (
                words,
                first + board.W_READ,
                first + board.W_AT,
                first + board.W_TAKEN,
                last,
            )
        words, mark, at, taken, last = self._places
        words[mark] = WANT
        self._rlock.acquire()
        words[mark] = HOLD
        try:
            frame = self._reader.recv_bytes()
            number = number_at(frame, len(frame) - 8)[0]
            if number:
                words[at] = monotonic_ns()
                words[taken] = words[last] = number
        finally:
            words[mark] = RELEASING
            self._rlock.release()
            words[mark] = NONE
        return loads(frame)


class ResultQueue(_Marked):
    """Results are as they always were."""

    _count = 0

    def put(self, obj):
        if obj is None:
            watch = self._watch() if self._watch is not None else None
            if watch is not None:
                watch.put_last(obj)
            else:
                super().put(obj)
            return
        data = dumps(obj)
        if self._places is None:
            words, first = self._begin()
            self._places = (
                words,
                first + board.W_WRITE,
                first + board.W_TAKEN,
                first + board.W_AT,
                first + board.W_HISTORY,
                first + board.W_COUNT,
                first + board.W_DONE,
            )
        words, mark, taken, at, history, counted, done = self._places
        words[mark] = WANT
        self._wlock.acquire()
        words[mark] = HOLD
        try:
            self._writer.send_bytes(data)
            number = words[taken]
            count = self._count
            entry = history + count % HISTORY * 3
            words[entry] = number << 1 | (not obj[2][0])
            words[entry + 1] = words[at]
            words[entry + 2] = monotonic_ns()
            self._count = words[counted] = count + 1
            words[done] = number
        finally:
            words[mark] = RELEASING
            self._wlock.release()
            words[mark] = NONE
