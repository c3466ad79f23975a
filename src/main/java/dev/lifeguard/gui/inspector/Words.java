package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.Unreadable;
import java.util.Locale;

/// What the kernel and the job say, as sentences and labels of the inspector.
final class Words {
  private Words() {}

  /// `Cannot read the memory map: process 4711 belongs to root.`
  static String sentence(Unreadable why) {
    return Text.of("look.unreadable", why.what(), why.reason());
  }

  /// What would help, as a sentence.
  static String remedy(Unreadable why) {
    return why.remedy().isEmpty() ? "" : capital(why.remedy()) + ".";
  }

  /// With a capital letter in front.
  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static String type(MappingType type) {
    return switch (type) {
      case PRIVATE_ANONYMOUS -> Text.of("mapping.private");
      case HEAP -> Text.of("mapping.heap");
      case THREAD_STACKS -> Text.of("mapping.stacks");
      case FILES -> Text.of("mapping.files");
      case SHARED_MEMORY -> Text.of("mapping.shared");
      case NO_RESERVE -> Text.of("mapping.no-reserve");
      case NO_ACCESS -> Text.of("mapping.no-access");
      case KERNEL -> Text.of("mapping.kernel");
    };
  }

  /// The style class that colours a type, the same in bars and tables.
  static String style(MappingType type) {
    return "mapping-" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String state(RunState state) {
    return switch (state) {
      case RUNNING -> Text.of("run.running");
      case SLEEPING -> Text.of("state.sleeping");
      case UNINTERRUPTIBLE -> Text.of("state.uninterruptible");
      case STOPPED -> Text.of("run.stopped");
      case ZOMBIE -> Text.of("state.zombie");
      case UNKNOWN -> Text.of("state.unknown");
    };
  }
}
