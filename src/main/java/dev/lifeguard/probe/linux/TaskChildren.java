package dev.lifeguard.probe.linux;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// Finds children through `/proc/PID/task/TID/children`, which asks only about the processes of the
/// pool, however many others there are. A child hangs under the *thread* that made it.
///
/// The kernel has these files if it was built with CONFIG_PROC_CHILDREN.
final class TaskChildren implements ChildFinder {
  private final OpenFiles files;

  TaskChildren(OpenFiles files) {
    this.files = files;
  }

  /// Whether this kernel has the files.
  static boolean areThere() {
    return Files.exists(Path.of("/proc/thread-self/children"));
  }

  @Override
  public void beginRound() {}

  @Override
  public Children of(long pid) {
    return new OfProcess(pid);
  }

  private final class OfProcess implements Children {
    private final String tasks;
    private final String mainThread;
    private final ProcFile ofMainThread;

    OfProcess(long pid) {
      tasks = "/proc/" + pid + "/task/";
      mainThread = Long.toString(pid);
      ofMainThread = ProcFile.ofList(tasks + mainThread + "/children", files);
    }

    @Override
    public void find(int threads, boolean thorough, LongConsumer child) {
      ProcFile.Outcome outcome = ofMainThread.refresh();
      if (outcome == ProcFile.Outcome.CHANGED || (thorough && outcome == ProcFile.Outcome.SAME)) {
        name(ofMainThread.text(), child);
      }
      if (thorough && threads > 1) {
        findOfOtherThreads(child);
      }
    }

    private void findOfOtherThreads(LongConsumer child) {
      String[] names = new File(tasks).list();
      if (names == null) {
        // The process has ended since its stat was read.
        return;
      }
      for (String thread : names) {
        if (!thread.equals(mainThread)) {
          ProcText.read(tasks + thread + "/children").ifPresent(text -> name(text, child));
        }
      }
    }

    private static void name(String text, LongConsumer child) {
      int at = 0;
      int blank = text.indexOf(' ');
      while (blank > at) {
        child.accept(Long.parseLong(text, at, blank, 10));
        at = blank + 1;
        blank = text.indexOf(' ', at);
      }
    }

    @Override
    public void close() {
      ofMainThread.close();
    }
  }
}
