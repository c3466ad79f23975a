package dev.lifeguard.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a Python worker is told first: a line for the loader, the compiled shim if there is one,
/// and the shim's text.
///
/// To compile it takes a worker about 4 ms, a tenth of its start, which a replacement for a dead
/// worker need not pay: once a job has run for a second, the interpreter is asked to compile it,
/// and those who start later get both. One whose version is another than the compiler's takes the
/// text.
///
/// ```
/// LENGTH " " VERSION "\0"   the compiled shim's length in bytes, `sys.version` of who compiled it
/// compiled shim             as `marshal` writes it
/// text
/// ```
final class ShimText {
  /// Runs what it reads from standard input. Of a pipe in packet mode it reads no more than it was
  /// told to, which loses nothing because these words are written by themselves.
  static final String LOADER =
      """
      import os,sys
      n=int(sys.argv[4]);s=b''
      while len(s)<n:s+=os.read(0,n-len(s))or sys.exit(3)
      h,_,s=s.partition(b'\\0');k,_,v=h.partition(b' ')
      if v==sys.version.encode():import marshal;c=marshal.loads(s)
      else:c=compile(s[int(k):],'<lifeguard>','exec')
      exec(c,{'__name__':'lifeguard_worker'})\
      """;

  private static final String COMPILER =
      """
      import marshal,sys
      c=marshal.dumps(compile(sys.stdin.buffer.read(),'<lifeguard>','exec'))
      sys.stdout.buffer.write(b'%d %s\\0'%(len(c),sys.version.encode())+c)\
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final byte[] text;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile byte[] words;

  /// A shim of these resources, one after the other.
  ShimText(String... resources) {
    text = read(resources);
    words = joined("0 \0".getBytes(StandardCharsets.US_ASCII), text);
  }

  private static byte[] read(String... resources) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String resource : resources) {
      try (InputStream in = ShimText.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException(resource + " is missing from this installation");
        }
        in.transferTo(all);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
    return all.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /// The words as they are best now. Any thread.
  byte[] words() {
    return words;
  }

  /// Workers are started with this interpreter: has it compile the shim, once and not at once. Any
  /// thread.
  void compileLater(Path interpreter) {
    if (asked.compareAndSet(false, true)) {
      LATER.execute(() -> compile(interpreter));
    }
  }

  /// Waits for the interpreter. What it does not answer is done without.
  void compile(Path interpreter) {
    try {
      Process process =
          new ProcessBuilder(List.of(interpreter.toString(), "-I", "-S", "-c", COMPILER))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        answer(process)
            .filter(ShimText::isCompiled)
            .ifPresent(compiled -> words = joined(compiled, text));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException gone) {
      // The workers' own starts tell of an interpreter that is gone.
    }
  }

  /// Read on a thread of its own: what a script has left behind may hold the pipe for ever.
  private Optional<byte[]> answer(Process process) {
    FutureTask<byte[]> asking =
        new FutureTask<>(() -> {
          try (OutputStream to = process.getOutputStream()) {
            to.write(text);
          }
          return process.getInputStream().readAllBytes();
        });
    Thread.ofPlatform().daemon().name("lifeguard-shim-compiler").start(asking);
    try {
      return Optional.of(asking.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException silent) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static boolean isCompiled(byte[] answer) {
    String all = new String(answer, StandardCharsets.ISO_8859_1);
    int end = all.indexOf('\0');
    int space = all.indexOf(' ');
    return space > 0
        && end > space
        && all.substring(0, space).equals(Integer.toString(answer.length - end - 1));
  }
}
