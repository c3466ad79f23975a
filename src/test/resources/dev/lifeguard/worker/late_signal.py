"""Signals of the reader's thread that come when their message was already found, or before their task.

Run with the paths of messages.py and reader.py. Ends with 0 when the task is interrupted once and nobody else
is, and a signal of the user is still heard as one.
"""

import os
import sys

scope = {"__name__": "messages"}
for path in sys.argv[1:]:
    with open(path) as text:
        exec(compile(text.read(), path, "exec"), scope)


def heard(channel):
    """What comes of a signal, by its name."""
    try:
        channel.hear_signal(2, None)
        return "nothing"
    except scope["SoftTimeout"]:
        return "soft timeout"
    except KeyboardInterrupt:
        return "Ctrl-C"


source, target = os.pipe()
channel = scope["ReaderChannel"](source, target)
channel.raise_signal = lambda: None  # it comes when this script says

channel.current = (3, 1)
channel.interrupt(99, 1)
channel.interrupt(3, 1)
assert heard(channel) == "soft timeout"  # the first signal finds the second message
assert heard(channel) == "nothing", "the second signal is late"
assert heard(channel) == "Ctrl-C"

channel.current = None
channel.interrupt(4, 1)
assert heard(channel) == "nothing"
assert channel.alarmed
channel.current = (4, 1)
try:
    channel.heed_alarm()
    raise AssertionError("a message that comes before its task is heeded when it begins")
except scope["SoftTimeout"]:
    pass

channel.current = (5, 1)
channel.interrupt(4, 1)
assert heard(channel) == "nothing", "that task is over"
