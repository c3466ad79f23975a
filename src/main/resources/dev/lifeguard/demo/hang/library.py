"""A library with a background thread, as many have one, that fills a cache when it is imported.

The thread takes the lock and ends without releasing it. That stands for a thread that is in the
middle of its work at the moment of a fork: the child gets the lock as it is, and not the thread.
"""

import threading

_lock = threading.Lock()
_filler = threading.Thread(target=_lock.acquire)
_filler.start()
_filler.join()


def cached(item):
    """What the library knows of an item."""
    with _lock:
        return item
