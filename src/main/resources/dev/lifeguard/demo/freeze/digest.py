"""The work of this demonstration: a digest that takes about a third of a second."""

import hashlib


def digest(item):
    """The digest of an item, in hexadecimal."""
    return hashlib.pbkdf2_hmac("sha256", str(item).encode(), b"lifeguard", 300_000).hex()
