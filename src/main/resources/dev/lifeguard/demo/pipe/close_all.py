"""The work of the demonstration of a closed pipe: one task closes all descriptors it can find."""

import hashlib
import os

_HAS_CLOSED = "has-closed"  # a file: whoever comes again finds it


def work(item):
    """The digest of an item; for one of them without an end, and without a way to tell it."""
    if item == 5 and not os.path.exists(_HAS_CLOSED):
        open(_HAS_CLOSED, "x").close()
        print("closing everything, as a daemon does")
        os.closerange(3, 1024)
        while True:
            item = digest(item)
    return digest(item)


def digest(item):
    return hashlib.pbkdf2_hmac("sha256", str(item).encode(), b"lifeguard", 200_000).hex()
