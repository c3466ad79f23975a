#!/usr/bin/env python3
"""No-op throughput: Lifeguard beside multiprocessing.Pool, two workers each, in one run.

    mvn -q -DskipTests package && python3 src/bench/throughput.py [--tasks N] [--rounds N]

Each round runs both, one after the other, so that both see the same machine; what counts is the ratio.
Both are measured from the first task to the last, without the start of the processes. Lifeguard records
the run as always: journal and results are written.
"""

import argparse
import json
import multiprocessing
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

LIFEGUARD = pathlib.Path(__file__).resolve().parents[2] / "target/lifeguard/bin/lifeguard"


def noop(_item):
    return None


def pool(tasks, workers):
    with multiprocessing.Pool(workers) as processes:
        processes.map(noop, range(1000), chunksize=1)
        began = time.perf_counter()
        processes.map(noop, range(tasks), chunksize=1)
        return tasks / (time.perf_counter() - began)


def lifeguard(tasks, workers):
    with tempfile.TemporaryDirectory() as directory:
        (pathlib.Path(directory) / "noop.py").write_text("def noop(_item):\n    return None\n")
        run = pathlib.Path(directory) / "run"
        subprocess.run(
            [
                LIFEGUARD, "run", "--python", "noop.py:noop", "--items", f"1..{tasks}",
                "--workers", str(workers), "--quiet", "--run-dir", run,
            ],
            cwd=directory, check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        first = last = None
        with open(run / "journal.jsonl") as journal:
            for line in journal:
                if first is None and line.startswith('{"type":"task-started"'):
                    first = json.loads(line)["ms"]
                if line.startswith('{"type":"task-ended"'):
                    last = line
        return tasks / ((json.loads(last)["ms"] - first) / 1000)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--tasks", type=int, default=200_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--workers", type=int, default=2)
    wish = arguments.parse_args()
    if not LIFEGUARD.exists():
        sys.exit(f"{LIFEGUARD} is missing; build it with: mvn -q -DskipTests package")
    rates = {"lifeguard": [], "multiprocessing.Pool": []}
    for number in range(1, wish.rounds + 1):
        rates["lifeguard"].append(lifeguard(wish.tasks, wish.workers))
        rates["multiprocessing.Pool"].append(pool(wish.tasks, wish.workers))
        print(
            f"round {number}: "
            + ", ".join(f"{name} {values[-1]:,.0f}/s" for name, values in rates.items()),
            flush=True,
        )
    ratios = [ours / theirs for ours, theirs in zip(*rates.values())]
    for name, values in rates.items():
        print(f"{name}: median {statistics.median(values):,.0f} tasks/s")
    print(f"ratio, round by round: median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
