"""The work of the demonstration of an open pipe: one task leaves a child that holds it."""

import hashlib
import os
import signal
import subprocess
import time

_HAS_LEFT = "has-left"  # a file: whoever comes again finds it


def work(item):
    """The digest of an item; for one of them a child is started and the worker killed."""
    if item == 5 and not os.path.exists(_HAS_LEFT):
        open(_HAS_LEFT, "x").close()
        for descriptor in map(int, os.listdir("/proc/self/fd")):
            try:
                os.set_inheritable(descriptor, True)
            except OSError:  # the one that was open for listing them
                pass
        child = subprocess.Popen(["sleep", "600"], close_fds=False)
        print("started", child.pid)
        time.sleep(3)  # so that everybody sees it
        os.kill(os.getpid(), signal.SIGKILL)
    return hashlib.pbkdf2_hmac("sha256", str(item).encode(), b"lifeguard", 200_000).hex()
