"""The work of the demonstration of commit: hardly any, so that there is time to look."""

import time


def work(item):
    """Waits a little."""
    time.sleep(0.5)
    return item
