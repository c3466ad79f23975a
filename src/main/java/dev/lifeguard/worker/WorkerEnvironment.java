package dev.lifeguard.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The environment of the workers: our own with some variables set. Taken from
/// `/proc/self/environ`, because the Java library loses bytes that its locale cannot say.
///
/// @param variables `NAME=VALUE`
/// @param searchPath the value of `PATH`
record WorkerEnvironment(List<byte[]> variables, String searchPath) {
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  /// Our own environment with these variables set or replaced.
  static WorkerEnvironment of(Map<String, String> changes) {
    Map<String, String> merged = new LinkedHashMap<>(inherited());
    merged.putAll(changes);
    List<byte[]> variables = new ArrayList<>();
    merged.forEach((name, value) -> {
      byte[] inherited = (name + "=" + value).getBytes(StandardCharsets.ISO_8859_1);
      byte[] changed = (name + "=" + value).getBytes(StandardCharsets.UTF_8);
      variables.add(changes.containsKey(name) ? changed : inherited);
    });
    String path = merged.getOrDefault("PATH", DEFAULT_PATH);
    return new WorkerEnvironment(variables, changes.containsKey("PATH") ? path : utf8(path));
  }

  /// The variables of one worker, with its mark.
  List<byte[]> variables(WorkerMark mark, int worker) {
    String name = WorkerMark.NAME + "=";
    List<byte[]> marked = new ArrayList<>();
    for (byte[] variable : variables) {
      if (!new String(variable, StandardCharsets.ISO_8859_1).startsWith(name)) {
        marked.add(variable);
      }
    }
    marked.add(mark.of(worker).getBytes(StandardCharsets.US_ASCII));
    return marked;
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// Bytes as characters of ISO 8859-1, which loses none.
  private static Map<String, String> inherited() {
    String all;
    try {
      all =
          new String(
              Files.readAllBytes(Path.of("/proc/self/environ")), StandardCharsets.ISO_8859_1);
    } catch (IOException noProc) {
      throw new UncheckedIOException(noProc);
    }
    Map<String, String> result = new LinkedHashMap<>();
    for (String variable : all.split("\0", -1)) {
      int equals = variable.indexOf('=', 1);
      if (equals > 0) {
        result.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return result;
  }
}
