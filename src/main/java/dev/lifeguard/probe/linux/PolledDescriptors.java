package dev.lifeguard.probe.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The descriptors that a thread waits for in one of the calls for many: poll(2), select(2),
/// epoll_wait(2).
final class PolledDescriptors {
  /// More are not looked at; the wait then counts as one for events.
  private static final int MOST = 1024;

  private static final int POLLIN = 1;
  private static final int POLLOUT = 4;
  private static final int POLLFD_BYTES = 8;

  private PolledDescriptors() {}

  /// One descriptor.
  record Polled(long descriptor, boolean reads) {}

  /// Those of poll(2): `struct pollfd` in the memory of the process.
  static Optional<List<Polled>> ofPoll(String thread, long address, long count) {
    if (count < 0 || count > MOST) {
      return Optional.empty();
    }
    return ForeignMemory.read(thread, address, (int) count * POLLFD_BYTES)
        .map(array -> {
          List<Polled> polled = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            int descriptor = array.getInt(i * POLLFD_BYTES);
            if (descriptor >= 0) {
              polled.add(new Polled(descriptor, reads(array.getShort(i * POLLFD_BYTES + 4))));
            }
          }
          return polled;
        });
  }

  /// Whether the descriptor is waited for to be read from: also when it is for both.
  private static boolean reads(long events) {
    return (events & POLLIN) != 0 || (events & POLLOUT) == 0;
  }

  /// Those of select(2): bit fields in the memory of the process. The third, of exceptions, adds
  /// nothing that matters.
  static Optional<List<Polled>> ofSelect(String thread, long count, long readers, long writers) {
    if (count < 0 || count > MOST) {
      return Optional.empty();
    }
    List<Polled> polled = new ArrayList<>();
    boolean known =
        addBits(thread, (int) count, readers, true, polled)
            && addBits(thread, (int) count, writers, false, polled);
    return known ? Optional.of(polled) : Optional.empty();
  }

  private static boolean addBits(
      String thread, int count, long address, boolean reads, List<Polled> polled) {
    if (address == 0 || count == 0) {
      return true;
    }
    int words = (count + 63) / 64;
    Optional<ByteBuffer> bits = ForeignMemory.read(thread, address, words * 8);
    for (int i = 0; bits.isPresent() && i < count; i++) {
      if ((bits.get().getLong(i / 64 * 8) >>> (i % 64) & 1) != 0) {
        polled.add(new Polled(i, reads));
      }
    }
    return bits.isPresent();
  }

  /// Those of epoll_wait(2), which the kernel lists in `fdinfo` (proc_pid_fdinfo(5)): lines like
  /// `tfd: 10 events: 19 data: a`.
  static Optional<List<Polled>> ofEpoll(String thread, long epoll) {
    return ProcText.read(thread + "fdinfo/" + epoll).map(PolledDescriptors::parseEpoll);
  }

  static List<Polled> parseEpoll(String text) {
    List<Polled> polled = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String[] words = line.strip().split("[: ]+", -1);
      if (words.length >= 4 && words[0].equals("tfd") && words[2].equals("events")) {
        long events = Long.parseLong(words[3], 16);
        polled.add(new Polled(Long.parseLong(words[1]), reads(events)));
      }
    }
    return polled;
  }
}
