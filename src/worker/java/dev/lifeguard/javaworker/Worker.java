package dev.lifeguard.javaworker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs the tasks of a Lifeguard worker with an object of the user's class.
///
/// Whatever the user's code prints goes to standard error, and from there to Lifeguard; whatever it
/// throws becomes the task's error, and whatever it returns must be something that JSON can say.
/// `System.exit` in a task ends the worker.
public final class Worker {
  private static final int PROTOCOL = 1;
  private static final int START_FAILED = 3;
  private static final int GO_AHEAD = 5;
  // What the virtual machine itself does under -XX:+ExitOnOutOfMemoryError.
  private static final int OUT_OF_MEMORY = 3;

  private final Frames frames;
  private final Orders orders;
  private final long limit;

  private Worker(Frames frames, long limit) {
    this.frames = frames;
    this.limit = limit;
    this.orders = new Orders(frames, Thread.currentThread());
  }

  /// Runs until Lifeguard says stop, or is gone.
  ///
  /// @param arguments the worker's number (for those who look with `ps`), the name of the class,
  ///   the largest payload in bytes, the descriptors to read from and to write to, and `wait` for
  ///   one that is to begin when a byte tells it to
  public static void main(String[] arguments) throws IOException {
    Frames frames = Frames.open(arguments[3], arguments[4]);
    if (arguments.length > GO_AHEAD) {
      frames.awaitGo();
    }
    PrintStream output =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.setOut(output);
    System.setErr(output);
    new Worker(frames, Long.parseLong(arguments[2])).work(arguments[1]);
  }

  private void work(String className) throws IOException {
    Function<@Nullable Object, @Nullable Object> function;
    try {
      function = Target.create(className);
    } catch (Throwable thrown) {
      cannotStart(thrown);
      return;
    }
    flush();
    frames.send(Frames.HELLO, 0, 0, hello());
    Frames.Message next = orders.next();
    while (next.type() == Frames.RUN) {
      run(function, next);
      next = orders.next();
    }
    frames.send(Frames.BYE, 0, 0, new byte[0]);
    System.exit(0);
  }

  private void cannotStart(Throwable thrown) throws IOException {
    Failure failure = Failure.of(thrown);
    if (thrown instanceof Target.Unusable) {
      failure = new Failure("", failure.message(), "");
      System.err.println(failure.message());
    } else {
      System.err.print(failure.traceback());
    }
    flush();
    frames.send(Frames.FAILED, 0, 0, failure.json(limit));
    Runtime.getRuntime().halt(START_FAILED);
  }

  private byte[] hello() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("protocol", PROTOCOL);
    members.put("pid", ProcessHandle.current().pid());
    members.put("tid", ownThread());
    members.put("runtime", "Java " + System.getProperty("java.version"));
    try {
      return JsonWriter.write(members, Long.MAX_VALUE);
    } catch (NotJson impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The operating system's number of this thread; 0 where it does not tell. The link reads
  /// `PID/task/TID`.
  private static long ownThread() {
    try {
      Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return Long.parseLong(self.getFileName().toString());
    } catch (IOException | UnsupportedOperationException | NumberFormatException unknown) {
      return 0;
    }
  }

  /// One task, from its item to its answer.
  private void run(Function<@Nullable Object, @Nullable Object> function, Frames.Message task)
      throws IOException {
    int type = Frames.FAILED;
    byte[] answer;
    orders.begin(task);
    try {
      Object item = JsonReader.read(task.payload());
      answer = result(function.apply(item));
      type = Frames.DONE;
    } catch (NotJson cannot) {
      answer = new Failure(cannot.type(), cannot.reason(), "").json(limit);
    } catch (Throwable thrown) {
      endWithoutHeap(thrown);
      answer = Failure.of(thrown).json(limit);
    } finally {
      orders.end();
    }
    flush();
    frames.send(type, task.task(), task.attempt(), answer);
  }

  private byte[] result(@Nullable Object value) throws NotJson {
    try {
      return JsonWriter.write(value, limit);
    } catch (NotJson cannot) {
      throw new NotJson(cannot.type(), "the result cannot be JSON: " + cannot.reason());
    }
  }

  /// Nobody knows what an exhausted heap has left half done. The virtual machine ends by itself
  /// then, unless the user told it not to; this is for what was thrown by code.
  private static void endWithoutHeap(Throwable thrown) {
    boolean threads = String.valueOf(thrown.getMessage()).contains("native thread");
    if (thrown instanceof OutOfMemoryError && !threads) {
      System.err.println("Terminating due to " + thrown);
      flush();
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    }
  }

  private static void flush() {
    System.out.flush();
    System.err.flush();
  }
}
