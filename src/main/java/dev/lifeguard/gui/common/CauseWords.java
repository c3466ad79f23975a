package dev.lifeguard.gui.common;

import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Hang;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.WindowsCode;
import java.util.Optional;

/// Causes of death in a few words.
public final class CauseWords {
  private CauseWords() {}

  /// So short that it fits a table: `SIGSEGV`, `exit 137`, `by you: SIGKILL`.
  public static String brief(DeathCause cause) {
    return switch (cause.kind()) {
      case OPERATOR -> Text.of("cause.brief.operator", how(cause));
      case POLICY -> Text.of("cause.brief.policy", how(cause));
      case KERNEL_OOM -> Text.of("cause.brief.oom");
      case SIGNAL -> how(cause);
      case EXIT -> cause.exitCode().isPresent() ? how(cause) : Text.of("cause.brief.gone");
      case START -> Text.of("cause.brief.start");
      case PROTOCOL -> Text.of("cause.brief.protocol");
      case HANG -> Text.of("cause.brief.hang");
    };
  }

  /// A headline about an incident: `Worker 3 was killed by SIGSEGV`.
  public static String headline(Incident incident) {
    int worker = incident.worker();
    DeathCause cause = incident.cause();
    if (incident.hang().isPresent() && !incident.isDeath()) {
      return incident.hang().get().state() == Hang.State.LASTS
          ? Text.of("cause.headline.hung", worker)
          : Text.of("cause.headline.moved", worker);
    }
    return switch (cause.kind()) {
      case OPERATOR -> Text.of("cause.headline.operator", worker);
      case POLICY -> Text.of("cause.headline.policy", worker);
      case KERNEL_OOM -> Text.of("cause.headline.oom", worker);
      case SIGNAL -> Text.of("cause.headline.signal", worker, how(cause));
      case EXIT -> exitHeadline(worker, cause);
      case START -> Text.of("cause.headline.start", worker);
      case PROTOCOL -> Text.of("cause.headline.protocol", worker);
      case HANG -> Text.of("cause.headline.hang", worker);
    };
  }

  private static String exitHeadline(int worker, DeathCause cause) {
    Optional<String> crash = crash(cause);
    if (crash.isPresent()) {
      return Text.of("cause.headline.crash", worker, crash.get());
    }
    return cause.exitCode().isPresent()
        ? Text.of("cause.headline.exit", worker, WindowsCode.text(cause.exitCode().getAsInt()))
        : Text.of("cause.headline.gone", worker);
  }

  private static String how(DeathCause cause) {
    if (cause.signal().isPresent()) {
      return SignalName.of(cause.signal().getAsInt());
    }
    // The code of a crash is long, and known by its form.
    if (crash(cause).isPresent()) {
      return WindowsCode.text(cause.exitCode().getAsInt());
    }
    return cause.exitCode().isPresent()
        ? Text.of("cause.exit", WindowsCode.text(cause.exitCode().getAsInt()))
        : Text.of("cause.ended");
  }

  /// What Windows ended it for: `access violation`, or the code when it has no name.
  private static Optional<String> crash(DeathCause cause) {
    if (cause.exitCode().isEmpty() || !WindowsCode.isCrash(cause.exitCode().getAsInt())) {
      return Optional.empty();
    }
    int code = cause.exitCode().getAsInt();
    return Optional.of(
        WindowsCode.meaning(code)
            .map(WindowsCode.Meaning::words)
            .orElseGet(() -> WindowsCode.text(code)));
  }
}
