"""The work of the demonstration of a deadlock: digests, one of them with the library's help."""

import hashlib

import library


def work(item):
    """The digest of an item, in hexadecimal."""
    if item == 5:
        print("asking the library")
        item = library.cached(item)
    return hashlib.pbkdf2_hmac("sha256", str(item).encode(), b"lifeguard", 200_000).hex()
