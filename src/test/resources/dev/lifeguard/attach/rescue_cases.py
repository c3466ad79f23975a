"""Programs that know nothing of Lifeguard, each with a pool whose workers die in another way.

Arguments: the start method and the name of a case. Says `ok` in the end. Where something could go
on for ever, as it does without a rescue, there is a time after which it is given up.
"""

import gc
import multiprocessing
import multiprocessing.pool
import os
import random
import signal
import sys
import threading
import time

PATIENCE = 60


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def once():
    """Whether this is the first of all processes to ask."""
    try:
        os.close(os.open("flag", os.O_CREAT | os.O_EXCL))
        return True
    except FileExistsError:
        return False


def square(item):
    return item * item


def slow_square(item):
    time.sleep(0.01)
    return item * item


def kill_at_five(item):
    if item == 5:
        die()
    return item * item


def kill_once_at_five(item):
    if item == 5 and once():
        die()
    return item * item


def product(one, other):
    if one == 5:
        die()
    return one * other


def leave_at_five(item):
    if item == 5:
        os._exit(0)
    return item


def raise_at_three(item):
    if item == 3:
        raise ValueError(item)
    return item


def large(item):
    return b"x" * (50 << 20) if item == 3 else item


def length(data):
    return len(data)


def wait(item):
    time.sleep(0.3)
    return item


def take_all_memory(directory):
    with open(os.path.join(directory, "cgroup.procs"), "w") as file:
        file.write(str(os.getpid()))
    held = []
    while True:
        held.append(bytearray(8 << 20))


def name_of(error):
    return type(error).__name__


def expect(seen, wanted):
    if seen != wanted:
        sys.exit("expected %r and got %r" % (wanted, seen))


def lost(call):
    """The message of the error that this must raise."""
    try:
        call()
    except Exception as error:
        expect(name_of(error), "WorkerLostError")
        return str(error)
    sys.exit("no error")


def pids(pool):
    """All three, as soon as they are there."""
    while True:
        there = [process.pid for process in pool._pool]
        if len(there) == 3:
            return there
        time.sleep(0.01)


def goes_on(pool):
    expect(pool.map_async(square, range(30), 1).get(PATIENCE), [x * x for x in range(30)])


def map_(pool):
    message = lost(lambda: pool.map(kill_at_five, range(20), 1))
    for part in ("SIGKILL", "signal 9", "task 6 of call 1", "kill_at_five"):
        expect(part in message, True)


def starmap(pool):
    lost(lambda: pool.starmap(product, [(x, 2) for x in range(20)], 1))


def chunks(pool):
    lost(lambda: pool.map(kill_at_five, range(40), 4))


def imap(pool):
    results, seen = pool.imap(kill_at_five, range(20)), []
    for _ in range(20):
        try:
            seen.append(results.next(PATIENCE))
        except Exception as error:
            seen.append(name_of(error))
    expect(seen, ["WorkerLostError" if x == 5 else x * x for x in range(20)])


def imap_unordered(pool):
    results, seen = pool.imap_unordered(kill_at_five, range(20)), []
    for _ in range(20):
        try:
            seen.append(results.next(PATIENCE))
        except Exception as error:
            seen.append(name_of(error))
    expect(set(seen), {x * x for x in range(20) if x != 5} | {"WorkerLostError"})


def callbacks(pool):
    heard, errors, results = threading.Event(), [], []
    pool.apply_async(square, (4,), callback=results.append).get(PATIENCE)
    pool.apply_async(
        kill_at_five, (5,), error_callback=lambda error: (errors.append(error), heard.set())
    )
    expect(heard.wait(PATIENCE), True)
    expect((results, name_of(errors[0])), ([16], "WorkerLostError"))


def exit_zero(pool):
    expect("exited with code 0" in lost(lambda: pool.map(leave_at_five, range(20), 1)), True)


def own_error(pool):
    try:
        pool.map(raise_at_three, range(5), 1)
    except ValueError as error:
        expect(error.args, (3,))
    else:
        sys.exit("no error")


def retry(pool):
    expect(pool.map(kill_once_at_five, range(20), 3), [x * x for x in range(20)])
    expect(os.path.exists("flag"), True)


def idle(pool):
    """One of them holds the lock of the task pipe and waits for a task, all others for the lock."""
    for turn in range(4):
        time.sleep(0.05)
        os.kill(pids(pool)[turn % 3], signal.SIGKILL)
        goes_on(pool)


def all_idle(pool):
    for _ in range(2):
        time.sleep(0.1)
        for pid in pids(pool):
            os.kill(pid, signal.SIGKILL)
        goes_on(pool)


def all_busy(pool):
    results = [pool.apply_async(wait, (item,)) for item in range(6)]
    time.sleep(0.15)
    for pid in pids(pool):
        os.kill(pid, signal.SIGKILL)
    seen = []
    for result in results:
        try:
            seen.append(result.get(PATIENCE))
        except Exception as error:
            seen.append(name_of(error))
    expect(set(seen) <= {"WorkerLostError"} | set(range(6)), True)


def half_a_result(pool):
    for turn in range(3):
        result = pool.map_async(large, range(6), 1)
        time.sleep(0.01 + 0.01 * turn)
        for pid in pids(pool)[:2]:
            os.kill(pid, signal.SIGKILL)
        try:
            result.get(PATIENCE)
        except Exception as error:
            expect(name_of(error), "WorkerLostError")


def half_a_task(pool):
    for turn in range(3):
        result = pool.map_async(length, [b"y" * (20 << 20)] * 4, 1)
        time.sleep(0.005 + 0.01 * turn)
        for pid in pids(pool)[:2]:
            os.kill(pid, signal.SIGKILL)
        try:
            expect(result.get(PATIENCE), [20 << 20] * 4)
        except Exception as error:
            expect(name_of(error), "WorkerLostError")


def random_kills(pool):
    chance, stop = random.Random(7), threading.Event()
    pause = 0.03 if sys.argv[1] == "fork" else 0.8

    def kill():
        while not stop.wait(chance.random() * pause):
            try:
                os.kill(chance.choice(pids(pool)), signal.SIGKILL)
            except (ProcessLookupError, IndexError):
                pass

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        for item, result in enumerate([pool.apply_async(slow_square, (x,)) for x in range(200)]):
            try:
                expect(result.get(PATIENCE), item * item)
            except Exception as error:
                expect(name_of(error), "WorkerLostError")
    finally:
        stop.set()
        killer.join()


def terminate(pool):
    pool.map_async(wait, range(10))
    time.sleep(0.05)
    os.kill(pids(pool)[0], signal.SIGKILL)


def out_of_memory(pool):
    root = "/sys/fs/cgroup/memory"
    directory = os.path.join(root, "lifeguard-test-%d" % os.getpid())
    try:
        os.mkdir(directory)
        with open(os.path.join(directory, "memory.limit_in_bytes"), "w") as file:
            file.write(str(64 << 20))
    except OSError as error:
        print("skipped: %s" % error)
        return
    try:
        message = lost(lambda: pool.apply(take_all_memory, (directory,)))
        expect("by the kernel" in message and "memory" in message, True)
    finally:
        goes_on(pool)
        os.rmdir(directory)


def threads(_pool):
    """A ThreadPool has nobody who could die, and is left as it is."""
    with multiprocessing.pool.ThreadPool(3) as pool:
        expect(pool.map(square, range(20)), [x * x for x in range(20)])
        expect(hasattr(pool, "_lifeguard_watch"), False)
        expect(type(pool._taskqueue).__module__ in ("_queue", "queue"), True)


def inner(_item):
    """A pool in a worker, which Python allows to those that are no daemons."""
    multiprocessing.current_process()._config["daemon"] = False
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        goes_on(pool)
        named = "SIGKILL" in lost(lambda: pool.map(kill_at_five, range(8), 1))
    # The error has held on to the call, and that to the pool and its locks.
    del pool
    gc.collect()
    return named


def many(_pool):
    """One for each batch: the files of those that are no more do not fill the disk."""
    for _ in range(30):
        with multiprocessing.get_context(sys.argv[1]).Pool(1) as pool:
            expect(pool.apply(square, (3,)), 9)
    places = [line.split()[-1] for line in open("/proc/self/maps") if "/pool-" in line]
    expect(len(places) > 0, True)
    expect(len(os.listdir(os.path.dirname(places[0]))) < 20, True)


def nested(pool):
    expect(pool.map(inner, range(2), 1), [True, True])


def main():
    case = sys.argv[2].replace("_each_once", "")
    most = 1 if sys.argv[2].endswith("_each_once") else None
    with multiprocessing.get_context(sys.argv[1]).Pool(3, maxtasksperchild=most) as pool:
        globals()[case if case != "map" else "map_"](pool)
        if case != "terminate":
            goes_on(pool)
    pool.join()
    print("ok")


if __name__ == "__main__":
    main()
