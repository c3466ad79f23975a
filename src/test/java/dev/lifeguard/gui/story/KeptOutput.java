package dev.lifeguard.gui.story;

import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.OutputLine;
import dev.lifeguard.job.WorkerOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Output that a test has written down, and how often it was looked at.
public final class KeptOutput implements JobOutput {
  private final Map<Integer, List<String>> marked = new HashMap<>();
  private int edition;
  private String fault = "";
  private int open;
  private int looks;
  private int linesRead;

  /// A worker prints a line; with its mark.
  public synchronized void print(int worker, String line) {
    marked.computeIfAbsent(worker, _ -> new ArrayList<>()).add(line);
  }

  /// The middle of a worker's lines is dropped.
  public synchronized void drop(int worker, int from, int to) {
    marked.getOrDefault(worker, List.of()).subList(from, to).clear();
    edition++;
  }

  /// From now on nothing more can be read.
  public synchronized void breakDown(String why) {
    fault = why;
  }

  /// How many readers are open now.
  public synchronized int open() {
    return open;
  }

  /// How often somebody looked for more.
  public synchronized int looks() {
    return looks;
  }

  /// How many lines were handed out.
  public synchronized int linesRead() {
    return linesRead;
  }

  @Override
  public synchronized WorkerOutput of(int worker) {
    open++;
    return new Reader(worker);
  }

  private final class Reader implements WorkerOutput {
    private final int worker;

    private Reader(int worker) {
      this.worker = worker;
    }

    private List<String> all() {
      return marked.getOrDefault(worker, List.of());
    }

    @Override
    public Extent look() {
      synchronized (KeptOutput.this) {
        looks++;
        return new Extent(all().size(), edition, fault);
      }
    }

    @Override
    public List<OutputLine> lines(int from, int count) {
      synchronized (KeptOutput.this) {
        List<String> wanted =
            all().subList(Math.min(from, all().size()), Math.min(from + count, all().size()));
        linesRead += wanted.size();
        return wanted.stream().map(OutputLine::of).toList();
      }
    }

    @Override
    public List<Integer> find(String text, int from, int most) {
      synchronized (KeptOutput.this) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return IntStream.range(from, all().size())
            .filter(i -> all().get(i).toLowerCase(Locale.ROOT).contains(wanted))
            .limit(most)
            .boxed()
            .toList();
      }
    }

    @Override
    public void close() {
      synchronized (KeptOutput.this) {
        open--;
      }
    }
  }
}
