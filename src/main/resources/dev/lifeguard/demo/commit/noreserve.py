"""Reserves 3 GiB and tells the kernel that it need not promise them."""

import mmap

_MAP_NORESERVE = 0x4000  # mmap(2), Linux; Python names it from 3.11 on

AREA = mmap.mmap(-1, 3 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_NORESERVE)
