"""Reserves 3 GiB as most programs do: private, writable, and never touched."""

import mmap

AREA = mmap.mmap(-1, 3 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
