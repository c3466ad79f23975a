package dev.lifeguard.javaworker;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/// Reads what Lifeguard sends, on a thread of its own: dumps and interruptions are carried out at
/// once, whatever the task thread does; tasks and the order to stop are kept for it.
///
/// When Lifeguard is gone, this worker and its children end at once, in the middle of a task, too.
final class Orders {
  private static final int LIFEGUARD_IS_GONE = 1;

  private final Frames frames;
  private final Thread taskThread;
  private final LinkedBlockingQueue<Frames.Message> waiting = new LinkedBlockingQueue<>();
  private int task;
  private int attempt;

  /// Begins to read.
  ///
  /// @param taskThread the thread that calls [#next], [#begin] and [#end]
  Orders(Frames frames, Thread taskThread) {
    this.frames = frames;
    this.taskThread = taskThread;
    Thread reader = new Thread(this::read, "lifeguard-orders");
    reader.setDaemon(true);
    reader.start();
  }

  /// Waits for the next task, or the order to stop.
  Frames.Message next() {
    while (true) {
      try {
        return waiting.take();
      } catch (InterruptedException ofNoTask) {
        // Somebody interrupted a thread that is not his.
      }
    }
  }

  /// From now on this is the current task.
  synchronized void begin(Frames.Message run) {
    task = run.task();
    attempt = run.attempt();
  }

  /// There is no current task any more, and no interruption of it.
  synchronized void end() {
    task = 0;
    boolean ignored = Thread.interrupted();
  }

  private synchronized void interrupt(Frames.Message order) {
    if (task != 0 && task == order.task() && attempt == order.attempt()) {
      taskThread.interrupt();
    }
  }

  private void read() {
    try {
      while (true) {
        Frames.Message order = frames.receive();
        switch (order.type()) {
          case Frames.RUN, Frames.STOP -> waiting.add(order);
          case Frames.INTERRUPT -> interrupt(order);
          case Frames.DUMP -> dump();
          default -> {} // of a later version of the protocol, which would not send it without need
        }
      }
    } catch (IOException gone) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      Runtime.getRuntime().halt(LIFEGUARD_IS_GONE);
    }
  }

  /// All stacks, in one piece, so that what tasks print does not come in between.
  private static void dump() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      Thread thread = each.getKey();
      String daemon = thread.isDaemon() ? "daemon, " : "";
      text.append("Thread \"%s\" (%s%s)\n".formatted(thread.getName(), daemon, thread.getState()));
      for (StackTraceElement frame : each.getValue()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
    System.err.print(text);
    System.err.flush();
  }
}
