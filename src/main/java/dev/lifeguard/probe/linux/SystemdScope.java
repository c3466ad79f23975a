package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// systemd's part in cgroups of version 2: it is asked for a transient scope with `Delegate`, into
/// which it moves this process (org.freedesktop.systemd1(5), `StartTransientUnit`).
///
/// The user's own systemd is asked, and the machine's when this is root. Tried with systemd 257; it
/// also moved a process of the user that was in `system.slice`.
final class SystemdScope implements CgroupFinder.Systemd {
  private static final Path RUNS = Path.of("/run/systemd/system");
  private static final Path OWN_CGROUP = Path.of("/proc/self/cgroup");
  private static final long PATIENCE_SECONDS = 5;
  private static final int MOST_LOOKS = 200;
  private static final long LOOK_NANOS = 10_000_000;

  private final long pid;

  SystemdScope(long pid) {
    this.pid = pid;
  }

  @Override
  public boolean runs() {
    return Files.isDirectory(RUNS);
  }

  /// systemd marks what it has delegated with an extended attribute (systemd.resource-control(5),
  /// `Delegate=`): `user.delegate` since version 251.
  @Override
  public boolean hasDelegated(Path directory) {
    try {
      var view = Files.getFileAttributeView(directory, UserDefinedFileAttributeView.class);
      if (view == null) {
        return false;
      }
      ByteBuffer value = ByteBuffer.allocate(8);
      view.read("delegate", value);
      return StandardCharsets.US_ASCII.decode(value.flip()).toString().equals("1");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  @Override
  public Optional<String> moveToScope() {
    String scope = "lifeguard-" + pid + ".scope";
    try {
      Process asked =
          new ProcessBuilder(command(scope, isRoot()))
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      String said =
          new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        asked.destroyForcibly();
        return Optional.of("busctl did not end");
      }
      if (asked.exitValue() != 0) {
        return Optional.of(said.isEmpty() ? "busctl failed" : said.replaceAll("\\s+", " "));
      }
      return isIn(scope) ? Optional.empty() : Optional.of("it did not move this process");
    } catch (IOException _) {
      return Optional.of("there is no program busctl to ask with");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /// One line of `busctl`, as it was tried. Two seconds and not the usual 25, because a job waits.
  static List<String> command(String scope, boolean root, long pid) {
    List<String> words = new ArrayList<>(List.of("busctl", "--timeout=2s"));
    if (!root) {
      words.add("--user");
    }
    words.addAll(
        List.of(
            "call",
            "org.freedesktop.systemd1",
            "/org/freedesktop/systemd1",
            "org.freedesktop.systemd1.Manager",
            "StartTransientUnit",
            "ssa(sv)a(sa(sv))",
            scope,
            "fail",
            "3",
            "PIDs",
            "au",
            "1",
            Long.toString(pid),
            "Delegate",
            "b",
            "true",
            "Description",
            "s",
            "Lifeguard",
            "0"));
    return List.copyOf(words);
  }

  private List<String> command(String scope, boolean root) {
    return command(scope, root, pid);
  }

  private static boolean isRoot() {
    return ProcText.read("/proc/self/status").stream()
        .flatMap(String::lines)
        .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
  }

  /// The answer comes before the move.
  private static boolean isIn(String scope) {
    for (int look = 0; look < MOST_LOOKS; look++) {
      if (ProcText.read(OWN_CGROUP.toString()).filter(text -> text.contains(scope)).isPresent()) {
        return true;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return false;
  }
}
