package dev.lifeguard.gui.events;

import dev.lifeguard.gui.common.Text;
import java.util.Locale;

/// Who says so.
enum EventSource {
  /// The operating system's word about the end of a process.
  EXIT("✕"),
  /// The worker's protocol pipe.
  PIPE("⇄"),
  /// A control group's counters.
  CGROUP("▣"),
  /// The kernel's log.
  KERNEL_LOG("≡"),
  /// What is measured of the processes.
  SAMPLER("∿"),
  /// The pool decided it.
  SUPERVISOR("◆"),
  /// A user wanted it.
  USER("☞");

  private final String glyph;

  EventSource(String glyph) {
    this.glyph = glyph;
  }

  String glyph() {
    return glyph;
  }

  String word() {
    return switch (this) {
      case EXIT -> Text.of("events.source.exit");
      case PIPE -> Text.of("events.source.pipe");
      case CGROUP -> Text.of("events.source.cgroup");
      case KERNEL_LOG -> Text.of("events.source.kernel-log");
      case SAMPLER -> Text.of("events.source.sampler");
      case SUPERVISOR -> Text.of("events.source.supervisor");
      case USER -> Text.of("events.source.user");
    };
  }

  /// The source of a piece of evidence.
  static EventSource ofEvidence(String source) {
    String name = source.toLowerCase(Locale.ROOT);
    if (name.contains("cgroup")) {
      return CGROUP;
    }
    if (name.contains("kernel log")) {
      return KERNEL_LOG;
    }
    if (name.contains("status") || name.contains("exit code")) {
      return EXIT;
    }
    if (name.contains("pipe")) {
      return PIPE;
    }
    return name.contains("thread") || name.contains("processor") ? SAMPLER : SUPERVISOR;
  }
}
