"""The work of the demonstration of an OOM kill: one task fills memory, 16 MiB at a time."""

import hashlib
import os

_HAS_FILLED = "has-filled"  # a file: whoever comes again finds it
_MIB = 1 << 20


def work(item):
    """The digest of an item; for one of them by way of a gigabyte."""
    if item == 5 and not os.path.exists(_HAS_FILLED):
        open(_HAS_FILLED, "x").close()
        hoard = []
        for step in range(64):
            hoard.append(b"\x01" * (16 * _MIB))
            print("holding", 16 * (step + 1), "MiB")
    return hashlib.pbkdf2_hmac("sha256", str(item).encode(), b"lifeguard", 200_000).hex()
