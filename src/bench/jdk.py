"""The JDK that the benchmarks compile and run with: 25 or newer, where Maven looks for one as well."""

import glob
import os
import pathlib
import re
import shutil
import sys

NEWEST = 25
PLACES = ("/usr/lib/jvm/*", "/opt/java/*", "~/.jdks/*", "~/.sdkman/candidates/java/*")


def java():
    """The path of a `java` with a `javac` beside it; ends the program with what to install."""
    named = [os.environ.get("JAVA_HOME"), os.environ.get("JAVA25_HOME")]
    on_path = shutil.which("javac")
    if on_path:
        named.append(str(pathlib.Path(on_path).resolve().parents[1]))
    found = [home for place in PLACES for home in sorted(glob.glob(os.path.expanduser(place)))]
    for home in [*named, *found]:
        if home and is_new_enough(pathlib.Path(home)):
            return f"{home}/bin/java"
    sys.exit(f"needs a JDK {NEWEST} or newer and found none: install one, or set JAVA_HOME to it")


def is_new_enough(home):
    release = home / "release"
    if not (home / "bin/javac").exists() or not release.exists():
        return False
    version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE)
    return version is not None and int(version[1]) >= NEWEST
