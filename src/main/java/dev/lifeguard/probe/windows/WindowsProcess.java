package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.WindowsCode;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process that we have started, as the Java library has them; but it has no [ProcessHandle],
/// because its family is its job. Any thread.
final class WindowsProcess extends Process implements Waiter.Listener {
  // A process without a code cannot be; this one says the least.
  private static final int UNTOLD = 1;

  // Closed by the waiter, when it has told us that it has ended.
  private final OpenedProcess opened;
  private final PipeEnd input;
  private final PipeEnd output;
  private final PipeEnd error;
  private final OutputStream toInput;
  private final InputStream fromOutput;
  private final InputStream fromError;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private boolean hasEnded;

  /// @param error the output when errors go there
  WindowsProcess(OpenedProcess opened, PipeEnd input, PipeEnd output, PipeEnd error) {
    this.opened = opened;
    this.input = input;
    this.output = output;
    this.error = error;
    toInput = new BufferedOutputStream(input.output());
    fromOutput = output.input();
    fromError = error == output ? InputStream.nullInputStream() : error.input();
  }

  /// Who it is.
  ProcessIdentity identity() {
    return opened.process();
  }

  /// Has its end told by these.
  ///
  /// @return whether they can
  boolean isWaitedForBy(Waiters waiters) {
    return waiters.take(opened, this);
  }

  /// The waiter tells. One who is told of it may ask anything, so none of our locks is held.
  @Override
  public void ended(OpenedProcess process, OptionalInt code) {
    synchronized (this) {
      hasEnded = true;
    }
    exit.complete(code.orElse(UNTOLD));
  }

  @Override
  public OutputStream getOutputStream() {
    return toInput;
  }

  @Override
  public InputStream getInputStream() {
    return fromOutput;
  }

  @Override
  public InputStream getErrorStream() {
    return fromError;
  }

  @Override
  public long pid() {
    return opened.process().pid();
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      exit.get(timeout, unit);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public int exitValue() {
    if (isAlive()) {
      throw new IllegalThreadStateException("process " + pid() + " has not ended");
    }
    return exit.join();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(_ -> this);
  }

  /// Windows has no way to ask.
  @Override
  public boolean supportsNormalTermination() {
    return false;
  }

  @Override
  public void destroy() {
    synchronized (this) {
      if (!hasEnded) {
        opened.terminate(WindowsCode.ENDED_BY_LIFEGUARD);
      }
    }
  }

  @Override
  public Process destroyForcibly() {
    destroy();
    return this;
  }

  /// Ends it and closes its streams: nobody has got it.
  void abandon() {
    destroy();
    input.close();
    output.close();
    error.close();
  }
}
