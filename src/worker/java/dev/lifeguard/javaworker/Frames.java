package dev.lifeguard.javaworker;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Messages to and from Lifeguard: a header of 20 bytes and one JSON value. One thread reads, one
/// writes.
final class Frames {
  static final int HELLO = 1;
  static final int RUN = 2;
  static final int DONE = 3;
  static final int FAILED = 4;
  static final int STOP = 5;
  static final int BYE = 6;
  static final int DUMP = 7;
  static final int INTERRUPT = 8;

  private static final int MAGIC = 0x4c475031; // LGP1
  private static final int HEADER_BYTES = 20;
  // What a pipe holds: up to this size one write is cheaper than no copy.
  private static final int SMALL_BYTES = 64 << 10;

  private final DataInputStream source;
  private final OutputStream target;
  private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);

  /// One message.
  record Message(int type, int task, int attempt, String payload) {}

  private Frames(InputStream source, OutputStream target) {
    // Not FileInputStream.readNBytes, which wants to know its place in the pipe on Java 17.
    this.source = new DataInputStream(new BufferedInputStream(source, SMALL_BYTES));
    this.target = target;
  }

  /// Opens the two descriptors with these numbers. 0 and 1 stand for themselves; others are opened
  /// by their names, which pipes allow.
  static Frames open(String source, String target) throws IOException {
    return new Frames(
        source.equals("0")
            ? new FileInputStream(FileDescriptor.in)
            : new FileInputStream(name(source)),
        target.equals("1")
            ? new FileOutputStream(FileDescriptor.out)
            : new FileOutputStream(name(target)));
  }

  /// Some containers have no /dev/fd, and systems other than Linux no /proc.
  private static String name(String descriptor) {
    String place = new File("/proc/self/fd").exists() ? "/proc/self/fd/" : "/dev/fd/";
    return place + descriptor;
  }

  /// Waits for the byte that comes before all messages.
  void awaitGo() throws IOException {
    source.readByte();
  }

  /// The next message.
  ///
  /// @throws IOException also when Lifeguard is gone
  Message receive() throws IOException {
    byte[] begun = new byte[HEADER_BYTES];
    source.readFully(begun);
    ByteBuffer read = ByteBuffer.wrap(begun);
    if (read.getInt() != MAGIC) {
      throw new IOException("standard input does not come from Lifeguard");
    }
    int type = read.get();
    read.position(8);
    int task = read.getInt();
    int attempt = read.getInt();
    int length = read.getInt();
    byte[] payload = new byte[length];
    source.readFully(payload);
    return new Message(type, task, attempt, new String(payload, StandardCharsets.UTF_8));
  }

  void send(int type, int task, int attempt, byte[] payload) throws IOException {
    boolean small = payload.length <= SMALL_BYTES;
    ByteBuffer out = small ? ByteBuffer.allocate(HEADER_BYTES + payload.length) : header.clear();
    out.putInt(MAGIC).putInt(type << 24).putInt(task).putInt(attempt).putInt(payload.length);
    if (small) {
      out.put(payload);
    }
    target.write(out.array());
    if (!small) {
      target.write(payload);
    }
  }
}
