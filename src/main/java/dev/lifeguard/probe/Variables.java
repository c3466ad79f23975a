package dev.lifeguard.probe;

import dev.lifeguard.job.HostSystem;
import java.util.Map;
import java.util.TreeMap;

/// Environment variables. Windows takes `Path` and `PATH` for one variable, and the Java library's
/// maps take them for two.
public final class Variables {
  private Variables() {}

  /// Those of this process.
  public static Map<String, String> own() {
    return of(System.getenv(), ThisSystem.kind());
  }

  /// Variables whose names are compared as the system does.
  public static Map<String, String> of(Map<String, String> variables, HostSystem system) {
    if (system != HostSystem.WINDOWS) {
      return Map.copyOf(variables);
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(variables);
    return all;
  }

  /// Sets variables, in place of those that are the same for the system.
  ///
  /// @param variables what a process is started with
  public static void change(
      Map<String, String> variables, Map<String, String> changes, HostSystem system) {
    if (system == HostSystem.WINDOWS) {
      changes.keySet().forEach(name -> variables.keySet().removeIf(name::equalsIgnoreCase));
    }
    variables.putAll(changes);
  }
}
