#!/usr/bin/env python3
"""The heap of a window that looks at a busy pool for long: it must stay as it is.

    mvn -q -DskipTests package && src/bench/soak.py [--minutes 30] [--program PROGRAM …]

Runs a job of two workers in the real window, drawn by software into memory (`open JOB.yaml --screenshot`,
which takes its picture at the end), and collects garbage every minute. What is kept of the past is bounded;
150,000 tasks that do nothing fill it up first. From then on eight tasks a second end, print a line, fail now
and then, and one in a thousand kills its worker. Ends with 1 when the heap after collection has grown by
more than five percent between the first and the last third of the time.

What the program keeps of every task (its state, times and the beginning of its item, some 150 bytes) is part
of the heap and of the growth.
"""

import argparse
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import jdk

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILL = 150_000
TASK = f"""
import os, signal, time

def work(item):
    if item > {FILL}:
        time.sleep(0.25)
        print("task", item, "has slept")
        if item % 1000 == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        if item % 100 == 3:
            raise ValueError(f"{{item}} does not please")
    return item
"""
JOB = f"""
name: soak
worker: {{ python: "soak.py:work", count: 2 }}
tasks: {{ range: 1..{FILL + 1_000_000} }}
retry: {{ lost: 1 }}
"""


def start(program, directory, minutes):
    (directory / "soak.py").write_text(TASK)
    (directory / "soak.yaml").write_text(JOB)
    state = os.environ | {"XDG_STATE_HOME": str(directory / "state")}
    picture = directory / "soak.png"
    # It is ended here and never by itself.
    wait = f"--after={2 * minutes + 60}m"
    return subprocess.Popen(
        [*program, "open", str(directory / "soak.yaml"), "--screenshot", str(picture), wait],
        env=state,
        stdout=subprocess.DEVNULL,
    )


def used(jcmd, pid):
    """Kilobytes of the heap after a full collection."""
    subprocess.run([jcmd, str(pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
    told = subprocess.run([jcmd, str(pid), "GC.heap_info"], check=True, capture_output=True, text=True)
    # The serial collector says `DefNew     total 9792K, used 1045K […` and the same of `Tenured`.
    generations = re.findall(r"^ ?(?:DefNew|Tenured)\s+total \d+K, used (\d+)K", told.stdout, re.M)
    if len(generations) != 2:
        sys.exit(f"what is this heap?\n{told.stdout}")
    return sum(map(int, generations))


def done(directory):
    """How many tasks have a result so far."""
    results = next(directory.glob("state/lifeguard/runs/*/results.jsonl"), None)
    if results is None:
        return 0
    with results.open("rb") as lines:
        return sum(1 for _ in lines)


def watch(jcmd, program, directory, minutes):
    while done(directory) < FILL:
        if program.poll() is not None:
            sys.exit(f"the program has ended: {program.returncode}")
        time.sleep(1)
    heap = []
    began = time.monotonic()
    for minute in range(minutes + 1):
        time.sleep(max(0, began + 60 * minute - time.monotonic()))
        heap.append(used(jcmd, program.pid))
        print(f"{minute:3} min {done(directory):8,} tasks  {heap[-1] / 1024:7.2f} MiB", flush=True)
    return heap


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--program", nargs="+", default=[str(ROOT / "target/lifeguard/bin/lifeguard")])
    arguments = parser.parse_args()
    jcmd = str(pathlib.Path(jdk.java()).parent / "jcmd")
    with tempfile.TemporaryDirectory() as temporary:
        directory = pathlib.Path(temporary)
        program = start(arguments.program, directory, arguments.minutes)
        try:
            heap = watch(jcmd, program, directory, arguments.minutes)
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(30)
    third = max(1, len(heap) // 3)
    first, last = statistics.median(heap[:third]), statistics.median(heap[-third:])
    growth = 100 * (last / first - 1)
    print(f"heap after collection, first and last third: {first / 1024:.1f}, {last / 1024:.1f} MiB: {growth:+.1f} %")
    return 0 if growth <= 5 else 1


if __name__ == "__main__":
    sys.exit(main())
