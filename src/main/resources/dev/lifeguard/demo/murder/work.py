"""The work of both halves of the demonstration: digests, for so many seconds of processor time."""

import hashlib
import time


def work(seconds):
    """How often the digest of a digest was taken in that time."""
    end = time.process_time() + float(seconds)
    digest, rounds = b"", 0
    while time.process_time() < end:
        digest = hashlib.pbkdf2_hmac("sha256", b"lifeguard", digest, 10_000)
        rounds += 1
    return rounds
