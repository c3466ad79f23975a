package dev.lifeguard.probe.linux;

import dev.lifeguard.job.OpenDescriptor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a process has open, by the links in `/proc/PID/fd` (proc_pid_fd(5)).
///
/// @param first the first [#MOST] by number
/// @param count how many there are
record DescriptorList(List<OpenDescriptor> first, int count) {
  static final int MOST = 1000;

  /// Reads them.
  ///
  /// @return empty when they may not be read
  static Optional<DescriptorList> of(long pid) {
    String directory = "/proc/" + pid + "/fd";
    String[] names = new File(directory).list();
    if (names == null) {
      return Optional.empty();
    }
    int[] numbers = Arrays.stream(names).mapToInt(Integer::parseInt).sorted().toArray();
    List<OpenDescriptor> first = new ArrayList<>();
    Pipes pipes = new Pipes(pid);
    for (int number : Arrays.copyOf(numbers, Math.min(MOST, numbers.length))) {
      String thread = "/proc/" + pid + "/";
      // One that was closed since the directory was listed is left out.
      Descriptors.target(thread, number)
          .ifPresent(target -> {
            OpenDescriptor.Access access = access(Path.of(directory, Integer.toString(number)));
            first.add(new OpenDescriptor(number, access, target, pipes.note(target, access)));
          });
    }
    return Optional.of(new DescriptorList(first, numbers.length));
  }

  private static OpenDescriptor.Access access(Path link) {
    try {
      boolean reads = Descriptors.opens(link, true);
      boolean writes = Descriptors.opens(link, false);
      return reads && writes
          ? OpenDescriptor.Access.BOTH
          : reads
              ? OpenDescriptor.Access.READ
              : writes ? OpenDescriptor.Access.WRITE : OpenDescriptor.Access.NEITHER;
    } catch (IOException _) {
      return OpenDescriptor.Access.NEITHER;
    }
  }

  /// Tells who has the other ends of pipes; looks for them when the first pipe comes.
  private static final class Pipes {
    private final long pid;
    private Optional<PipeEnds> ends = Optional.empty();

    Pipes(long pid) {
      this.pid = pid;
    }

    Optional<String> note(String target, OpenDescriptor.Access access) {
      boolean reads = access == OpenDescriptor.Access.READ;
      if (!target.startsWith("pipe:[") || !(reads || access == OpenDescriptor.Access.WRITE)) {
        return Optional.empty();
      }
      PipeEnds known = ends.orElseGet(() -> PipeEnds.of(Relatives.of(pid)));
      ends = Optional.of(known);
      List<Long> peers = known.peersOf(new Wait.PipeEnd(target, reads));
      return peers.isEmpty() ? Optional.empty() : Optional.of(words(peers, reads));
    }

    private String words(List<Long> peers, boolean reads) {
      long peer = peers.stream().filter(one -> one != pid).findFirst().orElse(pid);
      String who = peer == pid ? "itself" : "pid " + peer;
      String more = peers.size() == 1 ? "" : " and " + (peers.size() - 1) + " more";
      return (reads ? "written by " : "read by ") + who + more;
    }
  }
}
