"""The messages between Lifeguard and a Python worker. See shim.py, which is sent with this file."""

import os
import struct
import sys

HELLO, RUN, DONE, FAILED, STOP, BYE, DUMP, INTERRUPT = range(1, 9)
PROTOCOL = 1
MAGIC = b"LGP1"
# magic, type, three zero bytes, task, attempt, length of the payload; big-endian
HEADER = struct.Struct(">4sB3xIII")
BLOCK = 65536

MESSAGE_CHARACTERS = 500
TRACEBACK_CHARACTERS = 64 * 1024
SHIM = "<lifeguard>"  # how the loader names these files, to be left out of tracebacks

# Let go when memory has run out, so that there is some to tell it with: two of the pieces in which
# Python asks the system for memory (an arena of obmalloc, 1 MiB since 3.10). Never touched, so
# that nothing of it is resident.
RESERVE = 2 << 20
OUT_OF_MEMORY = b'{"type":"MemoryError","message":"","traceback":""}'


class SoftTimeout(Exception):
    """Raised in a task whose soft time limit is over (limits.soft-timeout).

    Import it with `from lifeguard import SoftTimeout`. A task that catches it can put things in
    order and even return a result; one that goes on is killed at limits.task-timeout.
    """


class Channel(object):
    """Messages to and from Lifeguard."""

    def __init__(self, source, target):
        self.source = source
        self.target = target
        self.rest = b""
        self.forked = False
        self.current = None  # (task, attempt) while a task runs and was not interrupted
        self.alarmed = False  # INTERRUPT_SIGNAL came while none did
        self.looking = False  # for an INTERRUPT
        self.again = False  # another signal came while looking

    def receive(self):
        """The next message as (type, task, attempt, payload); None when Lifeguard is gone.

        The payload is None when there is no memory for it.
        """
        data = self.rest or os.read(self.source, BLOCK)
        while len(data) < HEADER.size:
            more = os.read(self.source, BLOCK)
            if not more:
                return None
            data += more
        magic, kind, task, attempt, length = HEADER.unpack_from(data)
        if magic != MAGIC:
            raise SystemExit("lifeguard: standard input does not come from Lifeguard")
        end = HEADER.size + length
        if len(data) < end:
            self.rest = b""
            return kind, task, attempt, self.receive_rest(data[HEADER.size :], length)
        self.rest = data[end:]
        return kind, task, attempt, data[HEADER.size : end]

    def receive_rest(self, begun, length):
        import io

        try:
            payload = bytearray(length)
            payload[: len(begun)] = begun
        except MemoryError:  # the rest is read all the same: another message comes behind it
            payload = None
        room = memoryview(payload or bytearray(BLOCK))
        source = io.FileIO(self.source, closefd=False)
        missing = length - len(begun)
        while missing:
            part = room[length - missing :] if payload else room[: min(missing, BLOCK)]
            count = source.readinto(part)
            if not count:
                raise EOFError("Lifeguard ended in the middle of a message")
            missing -= count
        return payload

    def signal_number(self):
        """The signal whose handler is hear_signal."""
        return INTERRUPT_SIGNAL

    def hear_signal(self, _signal, _frame):
        """The handler of INTERRUPT_SIGNAL, which says: look whether there is an INTERRUPT.

        The signal itself names no task and may come late, so it is the message that counts. It is
        heard once for a task; a signal before a task is remembered, and heeded when it begins.
        """
        if self.forked:
            return
        if self.current is None:
            self.alarmed = True
        elif self.is_interrupted():
            self.current = None
            raise SoftTimeout("the soft time limit of this task is over")

    def heed_alarm(self):
        """The signal came before the task began: its message may have, too."""
        self.alarmed = False
        self.hear_signal(None, None)

    def is_interrupted(self):
        """Whether there is an INTERRUPT for the task that runs. Reads what is there and no more.

        A late signal of the task before may come while this looks for one: whoever came second would
        make the pipe blocking again under the hands of the first, who then waited for ever.
        """
        if self.looking:
            self.again = True
            return False
        self.again = False
        self.looking = True
        try:
            found = self.look()
        finally:
            self.looking = False
        return found or (self.again and self.is_interrupted())

    def look(self):
        os.set_blocking(self.source, False)
        try:
            more = os.read(self.source, BLOCK)
            while more:
                self.rest += more
                more = os.read(self.source, BLOCK)
        except BlockingIOError:
            pass
        finally:
            os.set_blocking(self.source, True)
        return self.take_interrupt()

    def take_interrupt(self):
        at = 0
        while at + HEADER.size <= len(self.rest):
            _, kind, task, attempt, length = HEADER.unpack_from(self.rest, at)
            end = at + HEADER.size + length
            if kind == INTERRUPT and (task, attempt) == self.current:
                self.rest = self.rest[:at] + self.rest[end:]
                return True
            at = end
        return False

    def send(self, kind, task, attempt, payload):
        if self.forked:
            # A child that the task forked has come back from the task's function. It has
            # nothing to tell: the answer is its parent's.
            flush()
            os._exit(0)
        header = HEADER.pack(MAGIC, kind, task, attempt, len(payload))
        if len(payload) <= 65536:
            self.write(header + payload)
        else:
            self.write(header)
            self.write(payload)

    def write(self, data):
        written = os.write(self.target, data)
        while written < len(data):
            data = memoryview(data)[written:]
            written = os.write(self.target, data)


class Answers(object):
    """Puts results and errors into JSON, within the limit."""

    def __init__(self, limit):
        import json

        self.limit = limit
        self.reserve = bytearray(RESERVE)
        compact = (",", ":")
        self.decoder = json.JSONDecoder()
        self.text = json.JSONEncoder(
            ensure_ascii=False, allow_nan=False, separators=compact
        ).encode
        # Half of a surrogate pair (file names have them) cannot be UTF-8, but it can be \ud83d.
        self.ascii = json.JSONEncoder(allow_nan=False, separators=compact).encode

    def item(self, payload):
        """The value in a RUN message, which Lifeguard has checked before."""
        if payload is None:
            raise MemoryError("there is no memory for the item")
        text = str(payload, "utf-8")
        try:
            return self.decoder.scan_once(text, 0)[0]
        except StopIteration:  # it begins with white space
            return self.decoder.decode(text)

    def result(self, value):
        """The payload of DONE. Raises what json raises, or ValueError over the limit."""
        try:
            payload = self.text(value).encode("utf-8")
        except UnicodeEncodeError:
            payload = self.ascii(value).encode("ascii")
        if len(payload) > self.limit:
            raise ValueError(
                "it is %d bytes long as JSON, and the limit (limits.message) is %d"
                % (len(payload), self.limit)
            )
        return payload

    def failure(self, error, prefix=""):
        """The payload of FAILED."""
        if not isinstance(error, MemoryError):
            return self.story(error, prefix)
        self.reserve = None
        try:
            return self.story(error, prefix)
        except MemoryError:
            return OUT_OF_MEMORY

    def replenish(self):
        """After a failure for want of memory."""
        if self.reserve is None:
            try:
                self.reserve = bytearray(RESERVE)
            except MemoryError:  # what the task left behind fills it up; the next failure may help
                pass

    def story(self, error, prefix):
        story = {
            "type": type_name(error),
            "message": shortened(prefix + message_of(error), MESSAGE_CHARACTERS),
            "traceback": "" if prefix else traceback_of(error),
        }
        payload = self.ascii(story).encode("ascii")
        if len(payload) > self.limit:
            story["traceback"] = ""
            payload = self.ascii(story).encode("ascii")
        return payload


def type_name(error):
    kind = type(error)
    if kind.__module__ in ("builtins", "__main__", "lifeguard"):
        return kind.__qualname__
    return "%s.%s" % (kind.__module__, kind.__qualname__)


def message_of(error):
    try:
        return str(error)
    except BaseException:
        return "(its own text cannot be told: __str__ raised)"


def shortened(text, most):
    return text if len(text) <= most else text[: most - 1] + u"\u2026"


def traceback_of(error):
    """The traceback with all causes, without the frames of this file, at most 64 KiB."""
    try:
        import traceback

        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == SHIM:
            trace = trace.tb_next
        leave_out_handler(trace)
        text = "".join(traceback.format_exception(type(error), error, trace))
    except BaseException:  # out of memory, say; the type and the message are told anyway
        return ""
    excess = len(text) - TRACEBACK_CHARACTERS
    if excess > 0:
        quarter = TRACEBACK_CHARACTERS // 4
        gap = "\n... %d characters left out ...\n" % excess
        text = text[:quarter] + gap + text[quarter + excess :]
    return text


def leave_out_handler(trace):
    """Cuts off what a SoftTimeout has gone through in this file."""
    while trace is not None and trace.tb_next is not None:
        if trace.tb_next.tb_frame.f_code.co_filename == SHIM:
            trace.tb_next = None
        trace = trace.tb_next
