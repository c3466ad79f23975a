package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a job's cgroup: whose it is, so that it can be known for a leftover later.
///
/// @param pid the supervisor's process number
/// @param startTicks when the supervisor was started
/// @param namespace the process namespace that the number belongs to: in another one nobody can
///   tell whether that process lives
/// @param suffix a process can have several jobs
record CgroupName(long pid, long startTicks, String namespace, String suffix) {
  private static final Pattern FORM =
      Pattern.compile("lifeguard-([0-9]{1,10})-([0-9]{1,18})-([0-9]{1,20})-([a-z0-9]+)");

  static CgroupName of(ProcessIdentity supervisor, String suffix) {
    return new CgroupName(supervisor.pid(), supervisor.startTicks(), ownNamespace(), suffix);
  }

  /// The number in `pid:[4026531836]`; 0 when it cannot be read.
  static String ownNamespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      String digits = link.replaceAll("[^0-9]", "");
      return digits.isEmpty() ? "0" : digits;
    } catch (IOException _) {
      return "0";
    }
  }

  static Optional<CgroupName> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new CgroupName(
                Long.parseLong(form.group(1)),
                Long.parseLong(form.group(2)),
                form.group(3),
                form.group(4)))
        : Optional.empty();
  }

  String text() {
    return "lifeguard-" + pid + "-" + startTicks + "-" + namespace + "-" + suffix;
  }
}
