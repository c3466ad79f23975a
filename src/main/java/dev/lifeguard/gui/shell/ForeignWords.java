package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.ForeignPicture;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.WindowsCode;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What the frame of the window says of a pool that somebody else started.
final class ForeignWords {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private ForeignWords() {}

  /// What stands in the place of the tasks; empty for a pool of Lifeguard.
  static String queue(ForeignPicture foreign) {
    if (!foreign.isForeign() || foreign.inside().isPresent()) {
      return "";
    }
    String pipes =
        foreign
            .pipes()
            .map(it ->
                it.taskBytes() + it.resultBytes() == 0
                    ? Text.of("queue.pipes-empty")
                    : Text.of("queue.pipes", it.taskBytes(), it.resultBytes()))
            .orElse("");
    return Text.of("queue.unseen", pipes).strip();
  }

  /// What is to be known of tasks that are seen from inside; empty where they are not.
  static String inside(ForeignPicture foreign) {
    return foreign
        .inside()
        .map(it -> {
          String calls =
              it.callsWaiting() == 0
                  ? ""
                  : it.callsWaiting() == 1
                      ? Text.of("queue.inside-calls")
                      : Text.of("queue.inside-many-calls", it.callsWaiting());
          String missed = it.missed() == 0 ? "" : Text.of("queue.inside-missed", it.missed());
          return String.join(" ", Text.of("queue.inside"), calls, missed).strip();
        })
        .orElse("");
  }

  /// That the pool has ended; empty while it has not.
  static String end(ForeignPicture foreign) {
    return foreign
        .end()
        .map(end ->
            Text.of(
                "banner.foreign-end",
                CLOCK.format(end.at().atZone(ZoneId.systemDefault())),
                how(end.event().status())))
        .orElse("");
  }

  private static String how(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> Text.of("end.exit", code);
      case ExitStatus.Signalled(int signal, boolean _) -> SignalName.of(signal);
      case ExitStatus.Ambiguous(int code) -> Text.of("end.exit", code);
      case ExitStatus.Windows(int code) -> Text.of("end.exit", WindowsCode.text(code));
      case ExitStatus.Unknown _ -> Text.of("end.unknown");
    };
  }
}
