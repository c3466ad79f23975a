#!/usr/bin/env python3
"""From the death of a worker of a real multiprocessing.Pool to what `lifeguard watch` says of it.

    mvn -q -DskipTests package && python3 src/bench/verdict.py [--pools N] [--kills N] [--markdown]

Two figures, both from the call of kill(2) to the line of `watch --json` in our hands. The first over fresh
pools: one worker of three is killed in its task, and the verdict "lost task" is waited for. The second over
many kills in one pool: the line that says who died of what.
"""

import argparse
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIFEGUARD = os.environ.get("LIFEGUARD", ROOT / "target/lifeguard/bin/lifeguard")
POOL = """
import multiprocessing, os, time
if __name__ == "__main__":
    with multiprocessing.Pool(3) as pool:
        print(os.getpid(), flush=True)
        pool.map(time.sleep, [3600] * 3, chunksize=1)
"""


class Watched:
    """A pool and a `watch` of it; of both nothing is left behind."""

    def __enter__(self):
        self.pool = subprocess.Popen(
            ["python3", "-c", POOL], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        manager = self.pool.stdout.readline().strip()
        self.watch = subprocess.Popen(
            [LIFEGUARD, "watch", "--json", manager], stdout=subprocess.PIPE, text=True
        )
        self.alive = []
        self.verdict = ""
        while len(self.alive) < 3 or self.verdict != "healthy":
            self.next()
        return self

    def next(self):
        line = self.watch.stdout.readline()
        if not line:
            sys.exit("watch has ended")
        event = json.loads(line)
        if event["event"] in ("found", "started", "replaced"):
            self.alive.append(event["pid"])
        if event["event"] == "verdict":
            self.verdict = event["verdict"]["kind"]
        return event

    def kill(self):
        """Kills one of them and waits for the line with its death and for what follows it.

        Returns the seconds to that line and, when one comes before the replacement's, to the verdict.
        """
        victim = self.alive.pop(0)
        began = time.perf_counter()
        os.kill(victim, signal.SIGKILL)
        died = verdict = None
        while died is None or (verdict is None and self.verdict != "lost-task"):
            event = self.next()
            now = time.perf_counter() - began
            if event["event"] == "died" and event["pid"] == victim:
                assert event["cause"]["signal"] == 9, event
                died = now
            elif event["event"] == "verdict" and event["verdict"]["kind"] == "lost-task":
                verdict = now
        return died, verdict

    def __exit__(self, *_):
        os.killpg(self.pool.pid, signal.SIGKILL)
        self.pool.wait()
        self.watch.terminate()
        self.watch.wait()


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def tell(what, seconds, markdown):
    median = statistics.median(seconds) * 1e3
    late = percentile(seconds, 0.95) * 1e3
    if markdown:
        print(f"| {what} | {median:.1f} ms, p95 {late:.1f} ms | over {len(seconds)} kills |")
    else:
        print(f"{what}: median {median:.1f} ms, p95 {late:.1f} ms over {len(seconds)} kills")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--pools", type=int, default=100)
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--markdown", action="store_true")
    wish = arguments.parse_args()
    deaths, verdicts = [], []
    for _ in range(wish.pools):
        with Watched() as watched:
            died, verdict = watched.kill()
            deaths.append(died)
            verdicts.append(verdict)
    tell("death to verdict of a foreign Pool", verdicts, wish.markdown)
    tell("death to its line, fresh pools", deaths, wish.markdown)
    if wish.kills:
        with Watched() as watched:
            again = []
            for _ in range(wish.kills):
                again.append(watched.kill()[0])
                while len(watched.alive) < 3:
                    watched.next()
        tell("death to its line, one pool", again, wish.markdown)


if __name__ == "__main__":
    main()
