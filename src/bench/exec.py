#!/usr/bin/env python3
"""Commands a second, two at a time: Lifeguard beside xargs, GNU parallel and a bare loop in C.

    mvn -q -DskipTests package && python3 src/bench/exec.py [--tasks N] [--rounds N] [--installed FILE]

Each round runs all of them, one after the other, so that all see the same machine; what counts are the
ratios of a round. All of them hand the command one argument: with one, GNU's `true` takes a third longer,
because it looks whether that is --help. Needs gcc (the loop is compiled here), xargs, and `parallel` if it is to be compared.
Lifeguard is measured without a recording, by the main class dev.lifeguard.bench.CommandRates, twice: cold,
which is the first --tasks commands of a virtual machine that has just started and still compiles what it
runs (that alone takes some three seconds of a processor), and warm, which is as many after them. With the
`lifeguard` of a package (bin/lifeguard, its AOT cache beside it) also as whoever installs it has it: the whole
command, from the start of its Java to the last line of its recording. The others are measured with their
start, too, which is a few milliseconds.
"""

import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import jdk

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / "src/bench/java/dev/lifeguard/bench/CommandRates.java"
WARM = "lifeguard, warm"
COLD = "lifeguard, cold"
INSTALLED = "lifeguard, installed"
LOOP = r"""
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

extern char **environ;

int main(int count, char **arguments) {
  int left = atoi(arguments[1]), running = 0;
  while (left > 0 || running > 0) {
    while (running < 2 && left > 0) {
      pid_t pid;
      if (posix_spawn(&pid, arguments[2], 0, 0, arguments + 2, environ) != 0) return 1;
      left--;
      running++;
    }
    int status;
    if (wait(&status) > 0) running--;
  }
}
"""


def timed(command, tasks, **more):
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)
    return tasks / (time.perf_counter() - began)


def lifeguard(java, classes, tasks):
    text = subprocess.run(
        [
            java, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", classes,
            "dev.lifeguard.bench.CommandRates", str(tasks), "/bin/true",
        ],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return map(float, text.split())


def installed(program, tasks):
    with tempfile.TemporaryDirectory() as place:
        words = [program, "run", "-q", "--items", f"1..{tasks}", "--workers", "2"]
        return timed(
            [*words, "--run-dir", f"{place}/run", "--", "/bin/true"],
            tasks,
            stderr=subprocess.DEVNULL,
        )


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--tasks", type=int, default=20_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--parallel-tasks", type=int, default=500, help="it is slow")
    arguments.add_argument("--installed", metavar="FILE", help="lifeguard of a package")
    arguments.add_argument("--class-path", help="of the program, instead of the built image")
    wish = arguments.parse_args()
    java = jdk.java()
    program = wish.class_path or str(ROOT / "target/lifeguard/lib/*")
    with tempfile.TemporaryDirectory() as place:
        sources = ("--source-path", ROOT / "src/bench/java", BENCH)
        subprocess.run(
            [java + "c", "-proc:none", "-cp", program, "-d", place, *sources], check=True
        )
        loop = f"{place}/loop"
        subprocess.run(["gcc", "-O2", "-x", "c", "-", "-o", loop], input=LOOP, text=True, check=True)
        items = "".join(f"{n}\n" for n in range(1, wish.tasks + 1))
        few = "".join(f"{n}\n" for n in range(1, wish.parallel_tasks + 1))
        kinds = {
            "bare posix_spawn loop": lambda: timed(
                [loop, str(wish.tasks), "/bin/true", "1"], wish.tasks
            ),
            "xargs -P2 -n1": lambda: timed(
                ["xargs", "-P2", "-n1", "/bin/true"], wish.tasks, input=items, text=True
            ),
        }
        if shutil.which("parallel"):
            kinds["parallel -j2"] = lambda: timed(
                ["parallel", "-j2", "/bin/true"], wish.parallel_tasks, input=few, text=True
            )
        if wish.installed:
            kinds[INSTALLED] = lambda: installed(wish.installed, wish.tasks)
        rates = {name: [] for name in (COLD, WARM, *kinds)}
        for number in range(1, wish.rounds + 1):
            cold, warm = lifeguard(java, f"{place}:{program}", wish.tasks)
            rates[COLD].append(cold)
            rates[WARM].append(warm)
            for name, measure in kinds.items():
                rates[name].append(measure())
            last = ", ".join(f"{name} {values[-1]:,.0f}/s" for name, values in rates.items())
            print(f"round {number}: {last}", flush=True)
    for name, values in rates.items():
        print(f"{name}: median {statistics.median(values):,.0f}/s{ratios(name, rates)}")


def ratios(name, rates):
    kinds = {WARM: "warm", COLD: "cold", INSTALLED: "installed"}
    if name in kinds:
        return ""
    times = [
        f"{word} {statistics.median(our / their for our, their in zip(rates[ours], rates[name])):.2f}"
        for ours, word in kinds.items()
        if ours in rates
    ]
    return f"; lifeguard is {', '.join(times)} times that"


if __name__ == "__main__":
    sys.exit(main())
