"""The work of the demonstration of forks: squares, with a lock that a thread holds now and then."""

import multiprocessing
import sys
import threading

_lock = threading.Lock()


def square(number):
    """Needs the lock, as everything does that logs a line or asks a cache."""
    with _lock:
        return number * number


def main(method):
    held, forked = threading.Event(), threading.Event()

    def background():
        with _lock:
            held.set()
            forked.wait()

    threading.Thread(target=background, daemon=True).start()
    held.wait()
    with multiprocessing.get_context(method).Pool(2) as pool:
        forked.set()  # the thread lets go of the lock, in the parent
        print(method, pool.map(square, range(4)))


if __name__ == "__main__":
    main(sys.argv[1])
