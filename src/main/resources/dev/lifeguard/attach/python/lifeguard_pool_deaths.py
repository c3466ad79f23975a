"""What is to be put in order when a worker of a watched pool has died; see lifeguard_pools."""

import os
import threading
import time

import lifeguard_pool_board as board_module
import lifeguard_pools
from lifeguard_pool_board import Board
from lifeguard_pool_facts import (
    GONE,
    NOT_KNOWN,
    kills,
    killed_for_memory,
    state_of,
    waiting,
)

BLOCK = 1 << 16

# Between taking a lock and saying so a worker looks as if it waited for it. If nobody else can have
# the lock for so long, the dead one has it.
SECONDS_TO_SETTLE = 0.05
# A Ctrl-C reaches the workers as well; the parent shall have heard of it before a task is tried again.
SECONDS_FOR_INTERRUPT = 0.2


class Death:
    """A worker that is gone, until everything it had is in order again."""

    def __init__(self, process, slot, number):
        self.pid = process.pid
        self.exitcode = process.exitcode
        self.slot = slot
        self.number = number  # of the task in its hands, 0 without
        self.begun = True  # whether it may have begun with that
        self.read_settled = False
        self.write_settled = False
        self.quiet_since = {}
        self.at = time.monotonic()
        self.memory = NOT_KNOWN  # whether the kernel has killed it


class Deaths:
    """The side of a Watch that looks after the dead: what each has left half done, and the locks.

    Called by the thread that looks after the workers, and in the end by whoever ends the pool.
    """

    def ended(self, processes):
        for process in processes:
            code = process.exitcode if process.exitcode is not None else 0
            slot = self.slots.pop(process.pid, None)
            in_hand = 0 if slot is None else self._in_hand(slot)
            # Said before anybody else can have its place, where that stands as well.
            self.board.event(board_module.ENDED, process.pid, code & 0xFFFFFFFFFFFFFFFF, in_hand)
            if slot is None:
                continue
            death = Death(process, slot, in_hand)
            if process.exitcode == -9:
                death.memory = killed_for_memory(death.pid, self.kills)
                self.kills = kills()
            self.open_deaths.append(death)

    def _in_hand(self, slot):
        words, first = self.board.words, Board.slot(slot)
        taken = words[first + board_module.W_TAKEN]
        return taken if taken != words[first + board_module.W_DONE] else 0

    def settle(self):
        """Puts in order what the dead have left, as far as that can be told already."""
        for death in self.open_deaths[:]:
            if self.mode == lifeguard_pools.SEE:
                self._told(death)
                continue
            if not death.read_settled:
                death.read_settled = self._settle_lock(
                    death, board_module.W_READ, self.inqueue._rlock, self._repair_reading
                )
            if not death.write_settled:
                death.write_settled = self._settle_lock(
                    death, board_module.W_WRITE, self.outqueue._wlock, self._repair_writing
                )
            if death.read_settled and death.write_settled and self._may_be_told(death):
                self._told(death)

    def _may_be_told(self, death):
        by_interrupt = death.exitcode in (1, -2, -15)
        waits = self.mode == lifeguard_pools.RETRY and by_interrupt
        return not waits or time.monotonic() - death.at >= SECONDS_FOR_INTERRUPT

    def _told(self, death):
        self.open_deaths.remove(death)
        if death.number:
            self.losses.append([death, None])
            self._wake()
        self._forget(death.slot)

    def _forget(self, slot):
        # What it had done stays to be read until the place is needed again.
        first = Board.slot(slot)
        self.board.words[first + board_module.W_READ] = board_module.NONE
        self.board.words[first + board_module.W_WRITE] = board_module.NONE
        self.free.append(slot)

    def _settle_lock(self, death, mark, lock, repair):
        """Whether the lock is certain not to be held by this dead worker any more."""
        state = self.board.words[Board.slot(death.slot) + mark]
        if state == board_module.NONE:
            return True
        if state == board_module.HOLD:
            return repair(death)
        # It wanted the lock or had just let go of it, and did not come to say so.
        if self._is_held_by_another(death, mark):
            return True
        if lock.acquire(False):
            lock.release()
            return True
        # Nobody says that he has it. If nobody can be about to say so, and nothing has moved for
        # a while, it is the dead one's.
        progress = self.board.words[board_module.H_LAST_TAKEN], self.read
        if any(self._may_hold(slot, mark) for slot in self.slots.values()):
            death.quiet_since.pop(mark, None)
            return False
        since, then = death.quiet_since.setdefault(mark, (time.monotonic(), progress))
        if progress != then:
            death.quiet_since.pop(mark)
            return False
        if time.monotonic() - since < SECONDS_TO_SETTLE:
            return False
        return repair(death)

    def _is_held_by_another(self, death, mark):
        """Whether a worker says that it has the lock, a living one or one whose death is unsettled:
        then this one has it not."""
        others = list(self.slots.values())
        settled = "read_settled" if mark == board_module.W_READ else "write_settled"
        for other in self.open_deaths:
            if other is not death and not getattr(other, settled):
                others.append(other.slot)
        words = self.board.words
        return any(words[Board.slot(slot) + mark] == board_module.HOLD for slot in others)

    def _may_hold(self, slot, mark):
        """Whoever has taken a lock and not yet said so runs, or would like to, or was stopped; who
        sleeps waits for it."""
        first = Board.slot(slot)
        state = self.board.words[first + mark]
        if state != board_module.WANT:
            return state != board_module.NONE
        return state_of(self.board.words[first + board_module.W_PID]) not in (b"S",) + GONE

    def _repair_reading(self, death):
        """The dead one was reading a task: what is left of that is in nobody's way."""
        reader = self.inqueue._reader.fileno()
        with self.gate:
            consumed = self.written - waiting(reader)
            half = self._frame_around(consumed)
            if half is not None:
                number, end = half
                left = min(end, self.written) - consumed
                while left > 0:
                    left -= len(os.read(reader, min(left, BLOCK)))
                if end > self.written:
                    self.abandoned = True
                death.number, death.begun = number, False
            else:
                number = self._frame_before(consumed)
                if number > self.board.words[board_module.H_LAST_TAKEN]:
                    # Read whole, and not even said so.
                    death.number, death.begun = number, False
            words = self.board.words
            words[board_module.H_LAST_TAKEN] = max(
                words[board_module.H_LAST_TAKEN], death.number
            )
        self.inqueue._rlock.release()
        return True

    def _frame_around(self, offset):
        begin = None
        for number, end in self.frames:
            if begin is not None and begin < offset < end:
                return number, end
            begin = end
        return None

    def _frame_before(self, offset):
        return max((number for number, end in self.frames if end <= offset), default=0)

    def _repair_writing(self, death):
        """The dead one was writing a result: the thread that reads throws away what there is."""
        if "asked" not in death.quiet_since:
            death.quiet_since["asked"] = done = threading.Event()
            self.repairs.append(done)
            self._wake()
        return death.quiet_since["asked"].is_set()

    def take_over(self, lock, mark):
        """Acquires a lock that a dead worker may hold; nobody else puts that in order any more."""
        while not lock.acquire(True, SECONDS_TO_SETTLE):
            if self._is_held_by_the_dead(mark):
                return

    def _is_held_by_the_dead(self, mark):
        words = self.board.words
        used = [s for s in range(board_module.SLOTS) if words[Board.slot(s) + board_module.W_PID]]
        dead = [s for s in used if state_of(words[Board.slot(s) + board_module.W_PID]) in GONE]
        marks = [words[Board.slot(slot) + mark] for slot in dead]
        if board_module.HOLD in marks:
            return True
        return any(marks) and not any(self._may_hold(slot, mark) for slot in set(used) - set(dead))
