"""The work of the demonstration of a silent exit: digests, and a library that ends the process."""

import hashlib
import os

_HAS_LEFT = "has-left"  # a file: whoever comes again finds it


def digest(item):
    """The digest of an item, in hexadecimal."""
    if item == 6 and not os.path.exists(_HAS_LEFT):
        open(_HAS_LEFT, "x").close()
        print("nothing more to do here")
        os._exit(0)
    return hashlib.pbkdf2_hmac("sha256", str(item).encode(), b"lifeguard", 200_000).hex()
