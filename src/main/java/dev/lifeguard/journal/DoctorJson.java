package dev.lifeguard.journal;

import dev.lifeguard.job.MachineCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What `doctor` found, as one line of JSON: `{"poolsCanRun":true,"checks":[{"name":"pidfd",
/// "allows":"all","finding":"…","remedy":null}]}`.
public final class DoctorJson {
  private static final Words<MachineCheck.Allows> ALLOWS = new Words<>(MachineCheck.Allows.class);

  private DoctorJson() {}

  /// The line, without its end.
  ///
  /// @param poolsCanRun whether a pool can be run at all
  public static String text(boolean poolsCanRun, List<MachineCheck> checks) {
    JsonLine line = new JsonLine();
    line.begin().field("poolsCanRun", poolsCanRun).beginList("checks");
    for (MachineCheck check : checks) {
      line.begin()
          .field("name", check.name())
          .field("allows", ALLOWS.of(check.allows()))
          .field("finding", check.finding());
      check
          .remedy()
          .ifPresentOrElse(remedy -> line.field("remedy", remedy), () -> line.fieldNull("remedy"));
      line.end();
    }
    return new String(line.endList().end().copy(), StandardCharsets.UTF_8);
  }
}
