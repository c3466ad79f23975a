"""The work of the demonstration of a leak: every task forgets to let go of 12 MiB."""

import time

_KEPT = []


def work(item):
    """Keeps what it should not."""
    _KEPT.append(b"\x01" * (12 << 20))
    time.sleep(0.1)
    return len(_KEPT)
