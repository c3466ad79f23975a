"""The work on a multiprocessing.Pool, as any program would write it."""

import multiprocessing

from work import work

if __name__ == "__main__":
    with open("seconds.txt") as lines, multiprocessing.Pool(3) as pool:
        print(pool.map(work, lines, chunksize=1))
