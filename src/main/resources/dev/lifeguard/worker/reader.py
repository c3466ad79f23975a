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
        self.interrupts = []  # (task, attempt) of each INTERRUPT that was not looked at
        # Counted by one thread each: a signal may come after the look that its message was found
        # in, and must not be taken for the user's then. Two that became one leave the second count
        # behind; a Ctrl-C is overlooked for it, which is the lesser evil.
        self.raised = 0
        self.heard = 0

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
                self.interrupt(task, attempt)
            elif kind == DUMP:
                import faulthandler

                faulthandler.dump_traceback(file=errors, all_threads=True)
            else:
                self.waiting.put(message)

    def interrupt(self, task, attempt):
        """Has the main thread look at this, if it runs that task."""
        self.interrupts.append((task, attempt))
        self.raised += 1
        self.raise_signal()

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
        if self.heard < self.raised:
            self.heard += 1
            self.heed()
        else:
            import _signal

            _signal.default_int_handler(number, frame)

    def heed_alarm(self):
        self.alarmed = False
        self.heed()

    def heed(self):
        """Looks whether the task that runs is to be interrupted; others are over or not begun."""
        if self.current is None:
            self.alarmed = True
            return
        ours = False
        while self.interrupts:
            ours = self.interrupts.pop() == self.current or ours
        if ours:
            self.current = None
            raise SoftTimeout("the soft time limit of this task is over")
