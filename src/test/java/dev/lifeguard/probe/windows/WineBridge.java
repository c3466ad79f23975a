package dev.lifeguard.probe.windows;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls the functions in a process under Wine, `winrpc.c`, where the messages are described.
/// Buffers are copied there and back. Any thread; a call that waits holds up no other.
final class WineBridge implements Win32, AutoCloseable {
  private static final int REQUEST_BYTES = 80;
  private static final int ARGUMENT_BYTES = 16;
  private static final int ANSWER_BYTES = 32;
  private static final int LIBRARY_BYTES = 16;
  private static final int FUNCTION_BYTES = 48;
  private static final int INVALID_HANDLE = 6;
  private static final long FAILED = 0xffff_ffffL;

  private final Process process;
  private final OutputStream requests;
  private final Map<Integer, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final ThreadLocal<Map<Long, Long>> addresses = ThreadLocal.withInitial(HashMap::new);

  // Threads that still give their handles back then are answered as if there were none.
  private volatile boolean closing;
  private volatile boolean gone;

  private record Reply(int error, long result, long address, MemorySegment bytes) {}

  WineBridge(Process process) {
    this.process = process;
    this.requests = process.getOutputStream();
    Thread.ofPlatform().name("wine answers").daemon().start(this::listen);
  }

  @Override
  public Answer call(String library, String function, Argument... arguments) {
    try {
      return reallyCall(library, function, arguments);
    } catch (UncheckedIOException | CompletionException dead) {
      if (closing) {
        // A wait that has failed ends whoever waits; any other answer would have it wait again.
        return new Answer(function.startsWith("WaitFor") ? FAILED : 0, INVALID_HANDLE);
      }
      throw dead;
    }
  }

  private Answer reallyCall(String library, String function, Argument... arguments) {
    long[] offsets = new long[arguments.length];
    int bytes = 0;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Argument.Buffer(MemorySegment memory)) {
        offsets[i] = bytes;
        bytes += (int) (memory.byteSize() + 15) & ~15;
      }
    }
    int id = ids.incrementAndGet();
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    if (gone) {
      answer.completeExceptionally(new IllegalStateException("the bridge is gone"));
    }
    Reply reply;
    try {
      send(request(id, library, function, arguments, offsets, bytes));
      reply = answer.join();
    } finally {
      waiting.remove(id);
    }
    if (reply.address() == -1) {
      throw new IllegalStateException(library + " has no " + function);
    }
    Map<Long, Long> seen = addresses.get();
    seen.clear();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Argument.Buffer(MemorySegment memory)) {
        memory.copyFrom(reply.bytes().asSlice(offsets[i], memory.byteSize()));
        seen.put(memory.address(), reply.address() + offsets[i]);
      }
    }
    return new Answer(reply.result(), reply.error());
  }

  private static byte[] request(
      int id, String library, String function, Argument[] arguments, long[] offsets, int bytes) {
    byte[] whole = new byte[REQUEST_BYTES + arguments.length * ARGUMENT_BYTES + bytes];
    ByteBuffer request = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    request.putInt(id).putInt(arguments.length).putInt(bytes).putInt(0);
    request.put(name(library, LIBRARY_BYTES)).put(name(function, FUNCTION_BYTES));
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case Argument.Value(long value) -> request.putLong(0).putLong(value);
        case Argument.Buffer _ -> request.putLong(1).putLong(offsets[i]);
      }
    }
    int start = request.position();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Argument.Buffer(MemorySegment memory)) {
        request.put(start + (int) offsets[i], memory.toArray(ValueLayout.JAVA_BYTE));
      }
    }
    return whole;
  }

  private static byte[] name(String text, int bytes) {
    return java.util.Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), bytes);
  }

  private synchronized void send(byte[] request) {
    try {
      requests.write(request);
      requests.flush();
    } catch (IOException dead) {
      throw new UncheckedIOException("the bridge is dead", dead);
    }
  }

  private void listen() {
    try (DataInputStream answers = new DataInputStream(process.getInputStream())) {
      while (true) {
        ByteBuffer head =
            ByteBuffer.wrap(answers.readNBytes(ANSWER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        int id = head.getInt();
        int error = head.getInt();
        long result = head.getLong();
        long address = head.getLong();
        byte[] bytes = answers.readNBytes((int) head.getLong());
        Optional.ofNullable(waiting.remove(id))
            .orElseThrow()
            .complete(new Reply(error, result, address, MemorySegment.ofArray(bytes)));
      }
    } catch (IOException | java.nio.BufferUnderflowException dead) {
      gone = true;
      IllegalStateException why = new IllegalStateException("the bridge is gone", dead);
      waiting.values().forEach(each -> each.completeExceptionally(why));
    }
  }

  @Override
  public long addressOf(MemorySegment buffer) {
    return Optional.ofNullable(addresses.get().get(buffer.address())).orElseThrow();
  }

  /// Ends the process at once, as if it had been killed.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    closing = true;
    kill();
  }
}
