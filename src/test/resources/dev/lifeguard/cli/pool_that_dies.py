"""A program that knows nothing of Lifeguard: one of its items kills the worker that takes it.

Arguments: the start method, how often it kills (a number), and `waiting` if each
item is to wait until there is a file `go`.
"""

import multiprocessing
import os
import signal
import sys
import time


def square(item):
    while "waiting" in sys.argv and not os.path.exists("go"):
        time.sleep(0.01)
    if item == 5:
        for turn in range(int(sys.argv[2])):
            try:
                open("died-%d" % turn, "x").close()
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)
    return item * item


def main():
    with multiprocessing.get_context(sys.argv[1]).Pool(3) as pool:
        print(pool.map(square, range(10), chunksize=1))
    print(sorted(name for name in os.environ if "LIFEGUARD" in name))


if __name__ == "__main__":
    main()
