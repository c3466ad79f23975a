#!/usr/bin/env python3
"""No-op tasks per second and one round trip: Lifeguard beside the pools of Python, in one run.

    mvn -q -DskipTests package
    /usr/bin/python3 src/bench/throughput.py [--tasks N] [--slow-tasks N] [--rounds N] [--markdown]

Wants to be run by the Python that has the peers (Debian: python3-joblib for loky, python3-pebble); a
peer that is missing is left out. The same interpreter runs Lifeguard's workers.

Each round runs everybody, one after the other, so that all see the same machine; what counts is the
ratio, round by round. All are measured when they are warm (the peers after a thousand tasks,
Lifeguard, which has a compiler to warm up, in the second half of twice as many), without the start of
the processes, with two workers. Lifeguard is measured twice: as a user has it, with journal and
results written, and its engine alone, with recording off (`dev.lifeguard.bench.Rates`). The peers
that are much slower get fewer tasks (--slow-tasks).

A round trip is one task at a time: handed over when the answer to the one before is there.
"""

import argparse
import concurrent.futures
import json
import multiprocessing
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import jdk

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIFEGUARD = ROOT / "target/lifeguard/bin/lifeguard"
RECORDED = "Lifeguard, recording on"
UNRECORDED = "Lifeguard, recording off"
POOL = "multiprocessing.Pool"


def noop(_item):
    return None


def measured(tasks, run):
    """Tasks per second of run(tasks), after a warm-up that also starts the workers."""
    run(1000)
    began = time.perf_counter()
    run(tasks)
    return tasks / (time.perf_counter() - began)


def trips(count, ask):
    """The median of so many round trips in microseconds."""
    for _ in range(200):
        ask()
    times = []
    for _ in range(count):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e6


def pool(wish, count, _slow):
    with multiprocessing.Pool(wish.workers) as processes:
        rate = measured(count, lambda n: processes.map(noop, range(n), chunksize=1))
        return rate, trips(wish.trips, lambda: processes.apply(noop, (1,)))


def futures(wish, _count, slow):
    with concurrent.futures.ProcessPoolExecutor(wish.workers) as processes:
        rate = measured(slow, lambda n: list(processes.map(noop, range(n), chunksize=1)))
        return rate, trips(wish.trips, lambda: processes.submit(noop, 1).result())


def loky(wish, _count, slow):
    from joblib.externals.loky import get_reusable_executor

    # Its functions are pickled by value when they come from a script; by name is what is fast.
    from operator import not_

    processes = get_reusable_executor(max_workers=wish.workers, timeout=1000)
    try:
        rate = measured(slow, lambda n: list(processes.map(not_, range(n), chunksize=1)))
        return rate, trips(wish.trips, lambda: processes.submit(not_, 1).result())
    finally:
        processes.shutdown(wait=True)


def pebble(wish, _count, slow):
    from pebble import ProcessPool

    with ProcessPool(max_workers=wish.workers) as processes:
        rate = measured(slow, lambda n: list(processes.map(noop, range(n)).result()))
        return rate, trips(wish.trips, lambda: processes.schedule(noop, args=(1,)).result())


def recorded(wish, count, _slow):
    with tempfile.TemporaryDirectory() as directory:
        (pathlib.Path(directory) / "noop.py").write_text("def noop(_item):\n    return None\n")
        run = pathlib.Path(directory) / "run"
        subprocess.run(
            [
                LIFEGUARD, "run", "--python", "noop.py:noop", "--items", f"1..{2 * count}",
                "--workers", str(wish.workers), "--quiet", "--run-dir", run,
                "--set", f"worker.interpreter={sys.executable}",
            ],
            cwd=directory, check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        ended = 0
        half = last = None
        with open(run / "journal.jsonl") as journal:
            for line in journal:
                if line.startswith('{"type":"task-ended"'):
                    ended += 1
                    last = line
                    half = line if ended == count else half
        return count / ((json.loads(last)["ms"] - json.loads(half)["ms"]) / 1000), None


def unrecorded(wish, count, _slow):
    command = [
        jdk.java(), "--enable-native-access=ALL-UNNAMED", "--class-path", wish.classes,
        "dev.lifeguard.bench.Rates", sys.executable, str(wish.workers), str(count), str(wish.trips),
    ]  # fmt: skip
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures = json.loads(answer.splitlines()[-1])
    return figures["rate"], figures["trip"]


def compiled(directory):
    """Compiles Rates against the built program. Answers a class path."""
    sources = ROOT / "src/bench/java"
    libraries = ROOT / "target/lifeguard/lib/*"
    javac = jdk.java().removesuffix("java") + "javac"
    subprocess.run(
        [javac, "-proc:none", "-d", directory, "--class-path", libraries,
         "--source-path", sources, sources / "dev/lifeguard/bench/Rates.java"],
        check=True,
    )  # fmt: skip
    return f"{directory}:{libraries}"


def present(name, module):
    try:
        __import__(module)
        return True
    except ImportError:
        print(f"{name} is not there ({module})", file=sys.stderr)
        return False


def arguments():
    words = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("--tasks", type=int, default=200_000)
    words.add_argument("--slow-tasks", type=int, default=20_000)
    words.add_argument("--trips", type=int, default=5_000)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--markdown", action="store_true", help="end with rows of a table")
    return words.parse_args()


def main():
    wish = arguments()
    if not LIFEGUARD.exists():
        sys.exit(f"{LIFEGUARD} is missing; build it with: mvn -q -DskipTests package")
    everybody = {
        RECORDED: recorded,
        UNRECORDED: unrecorded,
        POOL: pool,
        "ProcessPoolExecutor": futures,
    }
    if present("loky", "joblib.externals.loky"):
        everybody["loky"] = loky
    if present("pebble", "pebble"):
        everybody["pebble"] = pebble
    rates = {name: [] for name in everybody}
    times = {name: [] for name in everybody}
    with tempfile.TemporaryDirectory() as directory:
        wish.classes = compiled(directory)
        for number in range(1, wish.rounds + 1):
            for name, run in everybody.items():
                rate, trip = run(wish, wish.tasks, wish.slow_tasks)
                rates[name].append(rate)
                times[name] += [] if trip is None else [trip]
            print(
                f"round {number}: " + ", ".join(f"{n} {r[-1]:,.0f}/s" for n, r in rates.items()),
                flush=True,
            )
    tell(rates, times)
    if wish.markdown:
        tell_markdown(rates, times)


def ratio(rates, ours, theirs):
    return statistics.median(a / b for a, b in zip(rates[ours], rates[theirs]))


def tell(rates, times):
    for name, values in rates.items():
        trip = f", round trip p50 {statistics.median(times[name]):.0f} us" if times[name] else ""
        print(f"{name}: median {statistics.median(values):,.0f} tasks/s{trip}")
    for theirs in list(rates)[2:]:
        print(
            f"times {theirs}, round by round: {ratio(rates, RECORDED, theirs):.2f} recorded, "
            f"{ratio(rates, UNRECORDED, theirs):.2f} unrecorded"
        )


def tell_markdown(rates, times):
    for theirs in list(rates)[2:]:
        print(
            f"| no-op tasks per second, 2 workers, times {theirs} | "
            f"{ratio(rates, RECORDED, theirs):.1f} with recording, "
            f"{ratio(rates, UNRECORDED, theirs):.1f} without "
            f"({statistics.median(rates[RECORDED]):,.0f} and "
            f"{statistics.median(rates[UNRECORDED]):,.0f}) | "
            f"{statistics.median(rates[theirs]):,.0f} |"
        )
    peers = ", ".join(
        f"{name} {statistics.median(values):.0f}"
        for name, values in times.items()
        if values and name != UNRECORDED
    )
    print(f"| one round trip, p50 in µs | {statistics.median(times[UNRECORDED]):.0f} | {peers} |")


if __name__ == "__main__":
    main()
