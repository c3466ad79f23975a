"""The work of the demonstration of a segmentation fault: digests, one of them by way of a bug."""

import ctypes
import hashlib
import os

_HAS_CRASHED = "has-crashed"  # a file: whoever comes again finds it


def digest(item):
    """The digest of an item, in hexadecimal."""
    if item == 6 and not os.path.exists(_HAS_CRASHED):
        open(_HAS_CRASHED, "x").close()
        print("calling a C function with a wild pointer")
        ctypes.string_at(8)
    return hashlib.pbkdf2_hmac("sha256", str(item).encode(), b"lifeguard", 200_000).hex()
