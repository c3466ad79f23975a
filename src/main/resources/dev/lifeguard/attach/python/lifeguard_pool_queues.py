"""The two queues of a watched pool, as its workers use them; see lifeguard_pools."""

import time
from multiprocessing import queues
from multiprocessing.reduction import ForkingPickler

import lifeguard_pool_board as board
import lifeguard_pools


class _Marked(queues.SimpleQueue):
    """A queue whose user says on a board what it is about to do."""

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
            lifeguard_pools.arrange(":".join(self._wishes))
        except (OSError, TypeError, ValueError):
            self._board, self._slot = None, None  # nobody watches any more

    def _begin(self):
        """The words to write to, and the first of them; a board without end where there is none."""
        if self._board is None or self._slot is None:
            return [0] * (board.W_HISTORY + 3 * board.HISTORY), 0
        return self._board.words, board.Board.slot(self._slot)


class TaskQueue(_Marked):
    """Tasks come in frames whose first 8 bytes are a number."""

    _words = None

    def get(self):
        if self._words is None:
            self._words, self._first = self._begin()
            self._here = self._board is not None and self._slot is not None
            self._words[self._first + board.W_PID] = board.os.getpid()
        words, first = self._words, self._first
        words[first + board.W_READ] = board.WANT
        self._rlock.acquire()
        words[first + board.W_READ] = board.HOLD
        try:
            frame = self._reader.recv_bytes()
            number = int.from_bytes(frame[:8], "big")
            if number:
                words[first + board.W_AT] = time.monotonic_ns()
                words[first + board.W_TAKEN] = number
                if self._here:
                    words[board.H_LAST_TAKEN] = number
        finally:
            words[first + board.W_READ] = board.RELEASING
            self._rlock.release()
            words[first + board.W_READ] = board.NONE
        return ForkingPickler.loads(memoryview(frame)[8:])


class ResultQueue(_Marked):
    """Results are as they always were."""

    _words = None

    def put(self, obj):
        if obj is None and self._watch is not None:
            self._watch.put_last(obj)
            return
        data = ForkingPickler.dumps(obj)
        if self._words is None:
            self._words, self._first = self._begin()
        words, first = self._words, self._first
        words[first + board.W_WRITE] = board.WANT
        self._wlock.acquire()
        words[first + board.W_WRITE] = board.HOLD
        try:
            self._writer.send_bytes(data)
            number = words[first + board.W_TAKEN]
            count = words[first + board.W_COUNT]
            entry = first + board.W_HISTORY + count % board.HISTORY * 3
            words[entry] = number << 1 | (not obj[2][0])
            words[entry + 1] = words[first + board.W_AT]
            words[entry + 2] = time.monotonic_ns()
            words[first + board.W_COUNT] = count + 1
            words[first + board.W_DONE] = number
        finally:
            words[first + board.W_WRITE] = board.RELEASING
            self._wlock.release()
            words[first + board.W_WRITE] = board.NONE
