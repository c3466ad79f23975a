"""The work of the demonstration of a crash loop: a program that cannot work here at all."""

import os


def work(item):
    """Ends the process, as a check of the licence or of the processor might do."""
    print("this machine is not supported")
    os._exit(1)
