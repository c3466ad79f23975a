package dev.lifeguard.attach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The file of a pool, written as the module in a Python program writes it, number by number.
final class BoardFile {
  private static final int PAGE = 4096;
  private static final long CALLS = 257L * PAGE;
  private static final long EVENTS = CALLS + 1024 * 256;
  private static final long TASKS = EVENTS + 4096 * 32;
  private static final long SIZE = TASKS + 65_536 * 32;

  private final Path file;
  private final FileChannel channel;
  private long notes;

  private BoardFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// A pool of process 100.
  static BoardFile in(Path file) throws IOException {
    BoardFile board =
        new BoardFile(
            file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    board.word(SIZE - 8, 0);
    board.word(0, 0x02004c4f4f50474cL);
    board.word(8, 100);
    board.word(12 * 8, 256);
    return board;
  }

  PoolBoard open() {
    return PoolBoard.open(file).orElseThrow();
  }

  /// A call of this function, from 1.
  void call(long number, long tasks, long items, String function) throws IOException {
    long at = CALLS + (number - 1) % 1024 * 256;
    word(at, number);
    word(at + 16, tasks);
    word(at + 24, items);
    byte[] name = function.getBytes(StandardCharsets.UTF_8);
    word(at + 32, name.length);
    channel.write(ByteBuffer.wrap(name), at + 40);
  }

  /// The task `task` of a call, both from 1, is submitted.
  void submit(long number, long call, long task) throws IOException {
    long at = TASKS + number % 65_536 * 32;
    word(at, number << 3);
    word(at + 8, (call - 1) << 32 | (task - 1));
    word(at + 16, number);
    word(9 * 8, number);
  }

  /// The parent has its answer.
  void answer(long number, boolean raised, long atNanos) throws IOException {
    long at = TASKS + number % 65_536 * 32;
    word(at, number << 3 | (raised ? 2 : 1));
    word(at + 24, atNanos);
  }

  /// A worker takes a task.
  void take(int slot, long pid, long number, long atNanos) throws IOException {
    long at = (1L + slot) * PAGE;
    word(at, pid);
    word(at + 8, number);
    word(at + 24, atNanos);
  }

  /// It has brought its `count`th task to an end.
  void done(int slot, long count, long number, boolean raised, long began, long ended)
      throws IOException {
    long at = (1L + slot) * PAGE;
    long entry = at + (8 + (count - 1) % 128 * 3) * 8;
    word(entry, number << 1 | (raised ? 1 : 0));
    word(entry + 8, began);
    word(entry + 16, ended);
    word(at + 48, count);
    word(at + 16, number);
  }

  /// The parent notes the end of a worker.
  ///
  /// @param inHand the task that it had, 0 for none
  void ended(long pid, long exitCode, long inHand, long atNanos) throws IOException {
    word(EVENTS + notes % 4096 * 32 + 24, inHand);
    note(PoolBoard.Kind.ENDED, pid, exitCode, atNanos);
  }

  /// The parent notes something rare.
  void note(PoolBoard.Kind kind, long pid, long number, long atNanos) throws IOException {
    long at = EVENTS + notes % 4096 * 32;
    word(at, atNanos);
    word(at + 8, pid << 32 | (List.of(PoolBoard.Kind.values()).indexOf(kind) + 1));
    word(at + 16, number);
    notes++;
    word(7 * 8, notes);
  }

  private void word(long at, long value) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
  }
}
