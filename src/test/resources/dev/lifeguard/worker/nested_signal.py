"""A signal that comes while its predecessor looks for an INTERRUPT, at each of its three calls.

Run with the path of messages.py. The nested handler is called where the interpreter would call it: between
the calls. Ends with 0 when nobody waits for ever and the task is interrupted once; an alarm ends it otherwise.
"""

import os
import signal
import sys

scope = {"__name__": "messages"}
with open(sys.argv[1]) as text:
    exec(compile(text.read(), sys.argv[1], "exec"), scope)


class Meddling(object):
    """The module os, but a signal comes before the call with this number."""

    def __init__(self, when, channel):
        self.left = when
        self.channel = channel

    def __getattr__(self, name):
        real = getattr(os, name)
        if name not in ("read", "set_blocking"):
            return real

        def call(*arguments):
            self.left -= 1
            if self.left == 0:
                self.channel.hear_signal(None, None)
            return real(*arguments)

        return call


def interrupted(when, sent):
    source, target = os.pipe()
    channel = scope["Channel"](source, 1)
    channel.current = (7, 1)
    if sent:
        os.write(target, scope["HEADER"].pack(b"LGP1", scope["INTERRUPT"], 7, 1, 0))
    scope["os"] = Meddling(when, channel)
    try:
        channel.hear_signal(None, None)
        return False
    except scope["SoftTimeout"]:
        return True
    finally:
        assert os.get_blocking(source), "the pipe waits no more"
        os.close(source)
        os.close(target)


signal.alarm(20)
for moment in range(0, 9):
    assert interrupted(moment, sent=True), moment
    assert not interrupted(moment, sent=False), moment
