#!/usr/bin/env python3
"""What it costs a program's own multiprocessing.Pool to be seen from inside and saved, and how soon a
call that waits for a dead worker hears of it.

    python3 src/bench/rescue.py [--tasks N] [--rounds N] [--kills N] [--mode see|raise|retry]
                                [--markdown] [--python PYTHON]

Each round runs the same program twice, with and without the module, in turn first, so that both see
the same machine; what counts is the ratio, pair by pair. Two workers, no-op tasks, after a warm-up,
without the start of the processes: `map` with a chunk for each item and with its own chunks, and
`imap_unordered`. Beside the time the processor time of parent and workers is taken, which a busy
machine disturbs less.

A death to exception is the time from just before a worker kills itself with SIGKILL to the moment at
which the call that waits for its task has the exception, read from one clock.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULE = ROOT / "src/main/resources/dev/lifeguard/attach/python"
CASES = ("map, chunksize 1", "map, its own chunks", "imap_unordered")

THROUGHPUT = """
import json, multiprocessing, resource, sys, time

def noop(item):
    return item

def spent():
    return sum(resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
               for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

def main(case, tasks):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(noop, range(2000), chunksize=1)
        began, before = time.perf_counter(), time.process_time()
        if case == 0:
            pool.map(noop, range(tasks), chunksize=1)
        elif case == 1:
            pool.map(noop, range(tasks))
        else:
            for _ in pool.imap_unordered(noop, range(tasks)):
                pass
        took, parent = time.perf_counter() - began, time.process_time() - before
        pool.close()
        pool.join()
    print(json.dumps([tasks / took, parent / tasks * 1e6, spent() / tasks * 1e6]))

main(int(sys.argv[1]), int(sys.argv[2]))
"""

DEATHS = """
import json, multiprocessing, os, signal, sys, time

def die(_item):
    with open(sys.argv[2], "w") as file:
        file.write(str(time.monotonic_ns()))
    os.kill(os.getpid(), signal.SIGKILL)

def main():
    taken = []
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for _ in range(int(sys.argv[1])):
            try:
                pool.apply(die, (0,))
            except Exception:
                heard = time.monotonic_ns()
                taken.append((heard - int(open(sys.argv[2]).read())) / 1e6)
    print(json.dumps(taken))

main()
"""


def run(python, mode, program, *arguments):
    """What the program says, under the module unless the mode is empty."""
    with tempfile.TemporaryDirectory() as directory:
        environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
        if mode:
            environment["PYTHONPATH"] = str(MODULE)
            environment["LIFEGUARD_POOLS"] = "%s:%s" % (mode, directory)
        command = [python, "-c", program] + [str(each) for each in arguments]
        answer = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, timeout=600, check=True
        )
        notes = list(pathlib.Path(directory).glob("note-*"))
        if notes:
            sys.exit(notes[0].read_text())
        if mode and not list(pathlib.Path(directory).glob("pool-*")):
            sys.exit("the module did not take hold")
        return json.loads(answer.stdout)


def pairs(options, case):
    """(plain, watched) of each round. A chunk of a map's own takes its many items in no time."""
    tasks = options.tasks * (20 if case == 1 else 1)
    rounds = []
    for turn in range(options.rounds):
        seen = {}
        for mode in ("", options.mode) if turn % 2 else (options.mode, ""):
            seen[mode] = run(options.python, mode, THROUGHPUT, case, tasks)
        rounds.append((seen[""], seen[options.mode]))
    return rounds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--mode", default="raise", choices=("see", "raise", "retry"))
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    for case, name in enumerate(CASES):
        rounds = pairs(options, case)
        plain = statistics.median(pair[0][0] for pair in rounds)
        watched = statistics.median(pair[1][0] for pair in rounds)
        ratio = statistics.median(pair[1][0] / pair[0][0] for pair in rounds)
        parent = [statistics.median(pair[which][1] for pair in rounds) for which in (0, 1)]
        whole = [statistics.median(pair[which][2] for pair in rounds) for which in (0, 1)]
        if options.markdown:
            print(
                "| its own Pool under `--rescue`, %s, no-op | %.0f k tasks/s | "
                "%.0f k without, ratio %.2f |" % (name, watched / 1e3, plain / 1e3, ratio)
            )
        else:
            print(
                "%-20s %8.0f/s plain %8.0f/s watched, ratio %.2f (median of %d pairs); "
                "processor time per task %.1f -> %.1f us parent, %.1f -> %.1f us all"
                % (name, plain, watched, ratio, len(rounds), *parent, *whole)
            )
    with tempfile.TemporaryDirectory() as directory:
        clock = pathlib.Path(directory) / "clock"
        taken = sorted(run(options.python, "raise", DEATHS, options.kills, clock))
    median = statistics.median(taken)
    p95 = taken[min(len(taken) - 1, int(0.95 * len(taken)))]
    if options.markdown:
        print(
            "| a worker of a Pool dies in its task, the waiting call has its exception | median "
            "%.1f ms, p95 %.1f ms (n = %d) | never |" % (median, p95, len(taken))
        )
    else:
        print("death to exception: median %.1f ms, p95 %.1f ms, most %.1f ms, n = %d"
              % (median, p95, taken[-1], len(taken)))


if __name__ == "__main__":
    main()
