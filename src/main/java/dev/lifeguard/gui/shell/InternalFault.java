package dev.lifeguard.gui.shell;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;

/// A bug that the window met, in a form that can be reported.
///
/// @param code short, and the same for the same bug: of its kind and the places it went through
/// @param details everything there is to say
record InternalFault(String code, String details) {
  private static final int PLACES = 5;

  /// Describes a bug.
  static InternalFault of(Throwable bug, Workbench.About about) {
    StringWriter trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace));
    String system =
        "%s %s (%s)"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"));
    String details =
        "Lifeguard %s on %s, %s%ncode %s%nlog %s%n%n%s"
            .formatted(about.version(), about.runtime(), system, codeOf(bug), about.log(), trace);
    return new InternalFault(codeOf(bug), details);
  }

  private static String codeOf(Throwable bug) {
    CRC32C sum = new CRC32C();
    // Without line numbers, so that the code outlives small changes.
    String places =
        bug.getClass().getName()
            + Arrays.stream(bug.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.lifeguard"))
                .limit(PLACES)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
    sum.update(places.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08X", sum.getValue());
  }
}
