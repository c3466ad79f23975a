package dev.lifeguard.gui.launch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A filled-in launch dialog under a name.
///
/// @param fields what is in each field, by its key; fields that are not named are as they usually
///   are, and keys that nobody knows any more do no harm
public record Preset(String name, Map<String, String> fields) {
  /// Copies the map in its order.
  public Preset {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
