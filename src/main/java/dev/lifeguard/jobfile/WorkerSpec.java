package dev.lifeguard.jobfile;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the workers of a job are.
///
/// @param kind what a worker runs
/// @param directory the directory that it runs in, absolute
/// @param environment variables it gets besides those of the supervisor, in the order of the file
/// @param count how many workers the pool keeps, at least 1
public record WorkerSpec(
    WorkerKind kind, Path directory, Map<String, String> environment, int count) {
  /// Takes a copy of the map that keeps its order.
  public WorkerSpec {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }
}
