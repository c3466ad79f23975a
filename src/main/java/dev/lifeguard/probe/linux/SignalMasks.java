package dev.lifeguard.probe.linux;

import dev.lifeguard.job.EndMeans.Hearing;
import dev.lifeguard.job.ProcessIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a process does with signals, from `/proc/PID/status` and that of its threads.
final class SignalMasks {
  private SignalMasks() {}

  /// Whether a signal to the whole process reaches it: it is not ignored, and one thread at least
  /// lets it in (signal(7)).
  static Hearing of(ProcessIdentity process, int signal) {
    Optional<String> status = ProcText.read("/proc/" + process.pid() + "/status");
    if (status.isEmpty()) {
      return Hearing.UNKNOWN;
    }
    if (StatusText.ignores(status.get(), signal)) {
      return certain(process, Hearing.IGNORES_IT);
    }
    List<String> threads = threads(process.pid());
    boolean heldBack =
        !threads.isEmpty() && threads.stream().allMatch(text -> StatusText.blocks(text, signal));
    return certain(process, heldBack ? Hearing.HOLDS_IT_BACK : Hearing.TAKES_IT);
  }

  /// What was read is that of a later owner of its number if the process is gone meanwhile.
  private static Hearing certain(ProcessIdentity process, Hearing hearing) {
    return ProcessIdentities.of(process.pid()).filter(process::isSameAs).isPresent()
        ? hearing
        : Hearing.UNKNOWN;
  }

  private static List<String> threads(long pid) {
    List<String> texts = new ArrayList<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks) {
        ProcText.read(task + "/status").ifPresent(texts::add);
      }
    } catch (IOException e) {
      // It has just ended, or is not to be looked into: then nobody can say.
      return List.of();
    }
    return texts;
  }
}
