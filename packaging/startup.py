#!/usr/bin/env python3
"""Measures how quickly the packaged program starts, with and without its AOT cache, turn by turn.

    xvfb-run -a packaging/startup.py [DIRECTORY] [ROUNDS]

DIRECTORY: an unpacked .tar.gz or /usr/lib/lifeguard. The first frame of the window is the end of the first
pulse that JavaFX logs itself; `--version` and `run` end by themselves. Medians and minima in milliseconds;
on a shared machine only the ratio counts.
"""

import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

REPO = pathlib.Path(__file__).resolve().parent


def options(home, cached):
    text = (REPO / "common/java.args").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    cache = [f"-XX:AOTCache={home}/lib/lifeguard.aot"] if cached else ["-Xshare:auto"]
    main = ["--module", "dev.lifeguard/dev.lifeguard.cli.Main"]
    return [f"{home}/lib/runtime/bin/lifeguard", *cache, *lines, *main]


def environment(state, **more):
    return os.environ | {"XDG_STATE_HOME": state, "LC_ALL": "C.UTF-8"} | more


def first_frame(home, cached, state):
    """From the start of the process to the end of the first pulse; then its memory after 3 seconds."""
    logged = environment(state, JDK_JAVA_OPTIONS="-Djavafx.pulseLogger=true")
    begun = time.perf_counter()
    with subprocess.Popen(
        options(home, cached), env=logged, stderr=subprocess.STDOUT, stdout=subprocess.PIPE
    ) as program:
        for line in program.stdout:
            if line.startswith(b"PULSE"):
                break
        else:
            sys.exit("there was no pulse: is there a display?")
        taken = time.perf_counter() - begun
        os.set_blocking(program.stdout.fileno(), False)
        end = time.perf_counter() + 3
        while time.perf_counter() < end:
            program.stdout.read()
            time.sleep(0.1)
        memory = resident(program.pid)
        program.send_signal(signal.SIGKILL)
    return taken, memory


def resident(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def whole(home, cached, state, *arguments):
    begun = time.perf_counter()
    subprocess.run(
        [*options(home, cached), *arguments],
        env=environment(state),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - begun


def main():
    home = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/lib/lifeguard").resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    run = ("run", "--items", "1..1", "--workers", "1", "--", "true", "{}")
    times = {}
    memory = {True: [], False: []}
    with tempfile.TemporaryDirectory() as state:
        for _ in range(rounds):
            for cached in (False, True):
                taken, kib = first_frame(home, cached, state)
                memory[cached].append(kib)
                times.setdefault(("first frame", cached), []).append(taken)
                times.setdefault(("--version", cached), []).append(
                    whole(home, cached, state, "--version")
                )
                times.setdefault(("run of one task", cached), []).append(
                    whole(home, cached, state, *run)
                )
    print(f"{'':18}{'plain':>16}{'AOT cache':>16}{'ratio':>8}")
    for what in ("first frame", "--version", "run of one task"):
        plain, quick = times[what, False], times[what, True]
        cells = [f"{statistics.median(t) * 1e3:7.0f} ({min(t) * 1e3:.0f})" for t in (plain, quick)]
        ratio = statistics.median(quick) / statistics.median(plain)
        print(f"{what:18}{cells[0]:>16}{cells[1]:>16}{ratio:8.2f}")
    print(
        f"memory of the idle window, resident: {statistics.median(memory[False]) / 1024:.0f} MiB,"
        f" with the cache {statistics.median(memory[True]) / 1024:.0f} MiB"
    )


if __name__ == "__main__":
    main()
