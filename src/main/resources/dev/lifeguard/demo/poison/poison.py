"""The work of the demonstration of a poisonous task: digests, and one item that is deadly."""

import hashlib
import os
import signal


def digest(item):
    """The digest of an item, in hexadecimal."""
    if item == 5:
        print("this item is deadly")
        os.kill(os.getpid(), signal.SIGKILL)
    return hashlib.pbkdf2_hmac("sha256", str(item).encode(), b"lifeguard", 200_000).hex()
