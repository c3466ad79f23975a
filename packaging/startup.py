#!/usr/bin/env python3
"""Measures how quickly the packaged program starts, with and without its AOT cache, turn by turn, beside the
least window that the same Java can show (HelloWindow.java, with a cache of its own).

    xvfb-run -a -s "-screen 0 1400x1000x24 -noreset" packaging/startup.py [DIRECTORY] [ROUNDS] [RECORDING]

DIRECTORY: an unpacked .tar.gz or /usr/lib/lifeguard. Wants a JDK as the benchmarks do, and the jars of the program
in target/lifeguard/lib (`mvn -q -DskipTests package`), to compile the other window. The first frame of a window is
there when something is seen in its middle, and it is whole when the letters of its menu bar are seen, too;
`--version` and `run` end by themselves. With a RECORDING of some workers: also when their names stand in the
table, which is empty while it is read. Medians and minima in milliseconds; on a shared machine only the ratios count.
"""

import argparse
import array
import ctypes
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

REPO = pathlib.Path(__file__).resolve().parent
JARS = REPO.parent / "target/lifeguard/lib"
sys.path.insert(0, str(REPO.parent / "src/bench"))
import jdk  # noqa: E402, it lies there


def options(home, cached):
    text = (REPO / "common/java.args").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    main = ["--module", "dev.lifeguard/dev.lifeguard.cli.Main"]
    return [f"{home}/lib/runtime/bin/lifeguard", *cache(f"{home}/lib/lifeguard.aot", cached), *lines, *main]


def cache(file, cached):
    return [f"-XX:AOTCache={file}"] if cached else ["-Xshare:auto"]


class Hello:
    """The least window, and the AOT cache that it deserves as well."""

    def __init__(self, home, directory):
        self.java = f"{home}/lib/runtime/bin/lifeguard"
        self.jar = f"{directory}/hello.jar"
        self.cache = f"{directory}/hello.aot"
        tools = pathlib.Path(jdk.java()).parent
        classes = f"{directory}/classes"
        path = ["--module-path", str(JARS), "--add-modules", "javafx.controls"]
        subprocess.run([tools / "javac", *path, "-d", classes, str(REPO / "HelloWindow.java")], check=True)
        subprocess.run([tools / "jar", "cf", self.jar, "-C", classes, "."], check=True)
        training = [*self.options([f"-XX:AOTCacheOutput={self.cache}", "-Xlog:aot=error:stderr"])]
        with subprocess.Popen(training, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
            time.sleep(5)
            program.terminate()

    def options(self, start):
        own = ["-XX:+UseSerialGC", "--enable-native-access=javafx.graphics", "--add-modules", "javafx.controls"]
        return [self.java, *start, *own, "--class-path", self.jar, "HelloWindow"]


def environment(state, **more):
    homes = {"XDG_STATE_HOME": state, "XDG_CONFIG_HOME": state}
    return os.environ | homes | {"LC_ALL": "C.UTF-8"} | more


class Screen:
    """What somebody sees: looked at through Xlib, every few milliseconds, a strip at a time; more would take the
    processor from what is measured. The window stands in the middle of a screen of 1400x1000."""

    ALL_PLANES = ctypes.c_ulong(-1)
    Z_PIXMAP = 2
    MIDDLE = (690, 250, 24, 400)
    BARS = (75, 60, 40, 120)
    TABLE = (98, 240, 60, 160)
    # Letters have many colours, for their smooth edges; an empty bar has three with what is around it.
    COLOURS = {MIDDLE: 3, BARS: 12, TABLE: 12}

    def __init__(self):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XGetImage.restype = ctypes.POINTER(Image)
        opened = self.x.XOpenDisplay(None)
        if not opened:
            sys.exit("there is no display; see --help of xvfb-run")
        self.display = ctypes.c_void_p(opened)
        self.root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))

    def shows_letters(self, where):
        image = self.x.XGetImage(self.display, self.root, *where, self.ALL_PLANES, self.Z_PIXMAP)
        bytes_ = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * where[3])
        self.x.XDestroyImage(image)
        return len(set(array.array("I", bytes_))) > self.COLOURS[where]


class Image(ctypes.Structure):
    """The beginning of Xlib's XImage."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", ctypes.c_void_p),
        *((name, ctypes.c_int) for name in ("order", "unit", "bit_order", "pad", "depth", "bytes_per_line")),
    ]


def shown(screen, command, state, *places):
    """From the start of the process until letters are seen in each of these places; then its memory after a second."""
    begun = time.perf_counter()
    times = {}
    with subprocess.Popen(
        command, env=environment(state), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as program:
        while len(times) < len(places):
            for place in places:
                if place not in times and screen.shows_letters(place):
                    times[place] = time.perf_counter() - begun
            if program.poll() is not None or time.perf_counter() > begun + 60:
                sys.exit(f"there was no window of {command[0]}")
            time.sleep(0.004)
        time.sleep(1)
        memory = resident(program.pid)
        program.send_signal(signal.SIGKILL)
    while any(screen.shows_letters(place) for place in places):
        time.sleep(0.004)
    return [times[place] for place in places], memory


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


def wishes():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("directory", nargs="?", default="/usr/lib/lifeguard", type=pathlib.Path)
    words.add_argument("rounds", nargs="?", default=7, type=int)
    words.add_argument("recording", nargs="?")
    wish = words.parse_args()
    if not (wish.directory / "lib/runtime/bin/lifeguard").exists():
        sys.exit(f"{wish.directory} is no installed Lifeguard: name the directory with its bin and lib")
    if not JARS.exists():
        sys.exit(f"there are no jars in {JARS}: mvn -q -DskipTests package makes them")
    return wish.directory.resolve(), wish.rounds, wish.recording


def main():
    home, rounds, recording = wishes()
    run = ("run", "--items", "1..1", "--workers", "1", "--", "true", "{}")
    times = {}
    memory = {True: [], False: []}
    with tempfile.TemporaryDirectory() as state:
        screen = Screen()
        hello = Hello(home, state)
        for _ in range(rounds):
            for cached in (False, True):
                (first, last), kib = shown(screen, options(home, cached), state, Screen.MIDDLE, Screen.BARS)
                memory[cached].append(kib)
                times.setdefault(("first frame", cached), []).append(first)
                times.setdefault(("the window is whole", cached), []).append(last)
                (first,), _ = shown(screen, hello.options(cache(hello.cache, cached)), state, Screen.MIDDLE)
                times.setdefault(("of the least window", cached), []).append(first)
                if recording:
                    java, cds, *rest = options(home, cached)
                    # As lifeguard.sh does.
                    command = [java, cds, "-XX:TieredStopAtLevel=1", *rest, "open", recording]
                    (last,), _ = shown(screen, command, state, Screen.TABLE)
                    times.setdefault(("a recording is there", cached), []).append(last)
                times.setdefault(("--version", cached), []).append(
                    whole(home, cached, state, "--version")
                )
                times.setdefault(("run of one task", cached), []).append(
                    whole(home, cached, state, *run)
                )
    print(f"{'':20}{'plain':>16}{'AOT cache':>16}{'ratio':>8}")
    for what in dict.fromkeys(what for what, _ in times):
        plain, quick = times[what, False], times[what, True]
        cells = [f"{statistics.median(t) * 1e3:7.0f} ({min(t) * 1e3:.0f})" for t in (plain, quick)]
        ratio = statistics.median(quick) / statistics.median(plain)
        print(f"{what:20}{cells[0]:>16}{cells[1]:>16}{ratio:8.2f}")
    for cached, words in ((False, "plain"), (True, "with the cache")):
        beside = statistics.median(times["first frame", cached]) / statistics.median(times["of the least window", cached])
        print(f"first frame beside the least window, {words}: {beside:.2f}")
    print(
        f"memory of the idle window, resident: {statistics.median(memory[False]) / 1024:.0f} MiB,"
        f" with the cache {statistics.median(memory[True]) / 1024:.0f} MiB"
    )


if __name__ == "__main__":
    main()
