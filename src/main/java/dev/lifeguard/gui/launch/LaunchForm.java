package dev.lifeguard.gui.launch;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The launch dialog as it is filled in at one moment.
///
/// @param texts what is typed; what is missing is empty
record LaunchForm(
    LaunchChoice.Worker worker,
    LaunchChoice.Items items,
    LaunchChoice.Start start,
    LaunchChoice.OnHang onHang,
    LaunchChoice.Feed feed,
    LaunchChoice.Rescue rescue,
    Map<LaunchText, String> texts) {
  LaunchForm {
    texts = new EnumMap<>(texts);
  }

  /// Whether it is somebody else's program that is watched.
  boolean isWatched() {
    return worker == LaunchChoice.Worker.WATCHED;
  }

  /// What is typed in a field, without blanks around it.
  String text(LaunchText field) {
    return texts.getOrDefault(field, "").strip();
  }

  /// Whether nothing is typed there.
  boolean isBlank(LaunchText field) {
    return text(field).isEmpty();
  }

  /// The typed items; a line is an item as it stands, an empty one is none.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!isWatched() && items == LaunchChoice.Items.LINES) {
      texts
          .getOrDefault(LaunchText.LINES, "")
          .lines()
          .filter(line -> !line.isEmpty())
          .forEach(lines::add);
    }
    return lines;
  }

  /// The typed variables, each `NAME=VALUE`.
  List<String> variables() {
    return text(LaunchText.ENVIRONMENT).lines().filter(line -> !line.isBlank()).toList();
  }
}
