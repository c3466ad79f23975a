"""Where multiprocessing.pool is taken hold of; see lifeguard_pools."""

import os
from multiprocessing import queues

import lifeguard_pools
from lifeguard_pool_board import Board
from lifeguard_pool_deaths import SECONDS_TO_SETTLE
from lifeguard_pool_watch import Watch, by_notifier, ended

# How many files of pools that are no more stay to be read.
MOST_ENDED = 8


def take_hold(module):
    """Replaces what is known of multiprocessing.pool.Pool."""
    pool = module.Pool
    original = {
        name: getattr(pool, name)
        for name in ("_setup_queues", "_repopulate_pool_static", "_maintain_pool")
        + ("_wait_for_updates", "_help_stuff_finish")
    }

    def _setup_queues(self):
        original["_setup_queues"](self)
        if type(self._inqueue) is queues.SimpleQueue and type(self._outqueue) is queues.SimpleQueue:
            lifeguard_pools._guarded(lambda _: _watch(self), module)

    def _repopulate_pool_static(ctx, Process, processes, pool, inqueue, *rest):
        watch = Watch.of(inqueue)
        if watch is None:
            return original["_repopulate_pool_static"](
                ctx, Process, processes, pool, inqueue, *rest
            )
        while len(pool) < processes:
            slot = watch.next_slot(inqueue)
            original["_repopulate_pool_static"](
                ctx, Process, len(pool) + 1, pool, inqueue, *rest
            )
            watch.started(slot, pool[-1].pid, processes)

    def _maintain_pool(ctx, Process, processes, pool, inqueue, *rest):
        watch = Watch.of(inqueue)
        if watch is None:
            return original["_maintain_pool"](ctx, Process, processes, pool, inqueue, *rest)
        before = pool[:]
        original["_maintain_pool"](ctx, Process, processes, pool, inqueue, *rest)
        # Whatever goes wrong in here, the pool's own thread goes on.
        lifeguard_pools._guarded(lambda _: watch.look_after(before, pool), module)

    def _wait_for_updates(sentinels, change_notifier, timeout=None):
        watch = by_notifier.get(id(change_notifier))
        if watch is not None:
            # Every result would wake this thread to look for dead workers, for nothing: those wake
            # it themselves, and so does whoever ends the pool.
            results = watch.outqueue._reader
            sentinels = [each for each in sentinels if each is not results]
            if timeout is None and watch.open_deaths:
                timeout = SECONDS_TO_SETTLE / 2
        original["_wait_for_updates"](sentinels, change_notifier, timeout)

    def _help_stuff_finish(inqueue, task_handler, size):
        watch = Watch.of(inqueue)
        if watch is None:
            return original["_help_stuff_finish"](inqueue, task_handler, size)
        watch.help_finish(task_handler)

    for replaced in (
        _repopulate_pool_static,
        _maintain_pool,
        _wait_for_updates,
        _help_stuff_finish,
    ):
        setattr(pool, replaced.__name__, staticmethod(replaced))
    pool._setup_queues = _setup_queues


def _watch(pool):
    # A program can make a pool for each of a million batches.
    while len(ended) > MOST_ENDED:
        try:
            os.unlink(ended.popleft())
        except OSError:
            pass
    method = pool._ctx.get_start_method()
    lifeguard_pools._pools += 1
    name = "pool-%d-%d" % (os.getpid(), lifeguard_pools._pools)
    board = Board(os.path.join(lifeguard_pools._directory, name), create=True)
    watch = Watch(pool, board, method, lifeguard_pools._mode)
    pool._quick_put = watch.put
    pool._quick_get = watch.get
    # Set before the pool starts its threads, and found by them through what they are given.
    pool._lifeguard_watch = watch
