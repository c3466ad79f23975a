"""Messages that a thread of their own reads: for a system on which nobody can look into a pipe, or
wait for its end, without reading it. Windows is one. See shim.py, which is sent with this file.

The thread carries out what cannot wait for the end of the task: stacks are printed by it, and an
INTERRUPT becomes a SIGINT of this process, the one signal that also wakes time.sleep on Windows.
Everything else it hands to the main thread.
"""


class ReaderChannel(Channel):
    """A Channel whose messages are read ahead."""

    def __init__(self, source, target):
        Channel.__init__(self, source, target)
        import _queue  # and not queue, which loads more

        self.waiting = _queue.SimpleQueue()
        self.wanted = None  # (task, attempt) of the newest INTERRUPT that was not heeded

    def start(self, errors):
        """Begins to read. Stacks go to this descriptor."""
        import _thread

        _thread.start_new_thread(self.read, (errors,))

    def read(self, errors):
        while True:
            try:
                message = Channel.receive(self)
            except (OSError, EOFError):
                message = None
            if message is None:
                # Lifeguard is gone, in the middle of a task or not.
                os._exit(LIFEGUARD_IS_GONE)
            kind, task, attempt, _ = message
            if kind == INTERRUPT:
                self.wanted = (task, attempt)
                self.raise_signal()
            elif kind == DUMP:
                import faulthandler

                faulthandler.dump_traceback(file=errors, all_threads=True)
            else:
                self.waiting.put(message)

    def raise_signal(self):
        import _signal

        _signal.raise_signal(_signal.SIGINT)

    def receive(self):
        """The next message for the main thread, as in Channel."""
        return self.waiting.get()

    def signal_number(self):
        import _signal

        return _signal.SIGINT

    def hear_signal(self, number, frame):
        """The handler of SIGINT. One that does not come from the reader is the user's Ctrl-C."""
        if self.forked:
            return
        if self.wanted is None:
            import _signal

            _signal.default_int_handler(number, frame)
        elif self.current is None:
            self.alarmed = True
        else:
            ours = self.wanted == self.current
            self.wanted = None
            if ours:
                self.current = None
                raise SoftTimeout("the soft time limit of this task is over")
