package dev.lifeguard.cli;

import dev.lifeguard.jobfile.Printable;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/// Standard error as a place where people read. Knows whether it is a terminal, how wide it is, and
/// whether colours are welcome; draws one line of progress that is always the last. Thread-safe.
class Terminal {
  private static final int STANDARD_ERROR = 2;
  private static final long TIOCGWINSZ = 0x5413;
  private static final int USUAL_WIDTH = 80;

  private final PrintStream out;
  private final boolean isTerminal;
  private final boolean colours;
  private String progress = "";

  /// When to use colours.
  enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    AUTO,
    /// Always.
    ALWAYS,
    /// Never.
    NEVER
  }

  /// What a line is about.
  enum Tone {
    PLAIN(""),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    QUIET("2");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  Terminal(PrintStream out, boolean isTerminal, boolean colours) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.colours = colours;
  }

  /// Standard error of this process.
  static Terminal standardError(Colour wish, Map<String, String> environment) {
    boolean terminal = isTerminal(STANDARD_ERROR);
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean colours =
        switch (wish) {
          case AUTO -> terminal && !refused && !dumb;
          case ALWAYS -> true;
          case NEVER -> false;
        };
    return new Terminal(System.err, terminal && !dumb, colours);
  }

  /// The same place, with a mark before everything: for one of several that are told of at once.
  Terminal tagged(String tag) {
    Terminal place = this;
    return new Terminal(out, isTerminal, colours) {
      @Override
      synchronized void line(Tone tone, String text) {
        place.line(tone, tag + text);
      }

      @Override
      synchronized void progress(String text) {
        place.progress(tag + text);
      }

      @Override
      synchronized void end() {
        place.end();
      }
    };
  }

  boolean isTerminal() {
    return isTerminal;
  }

  /// Prints a line above the progress line. It stays one line, and what a worker says cannot steer
  /// the terminal: control characters and line breaks are shown as `·`.
  synchronized void line(Tone tone, String text) {
    erase();
    out.println(paint(tone, Printable.oneLine(text)));
    draw();
  }

  /// Replaces the progress line; on something that is no terminal it does nothing.
  synchronized void progress(String text) {
    if (!isTerminal) {
      return;
    }
    erase();
    progress = Printable.oneLine(text);
    draw();
  }

  /// Takes the progress line away for good.
  synchronized void end() {
    erase();
    progress = "";
    out.flush();
  }

  String paint(Tone tone, String text) {
    return colours && !tone.code.isEmpty()
        ? "\u001b[" + tone.code + "m" + text + "\u001b[0m"
        : text;
  }

  private void erase() {
    if (!progress.isEmpty()) {
      out.print("\r\u001b[K");
    }
  }

  private void draw() {
    if (!progress.isEmpty()) {
      int width = Math.max(20, width() - 1);
      out.print(progress.length() <= width ? progress : progress.substring(0, width));
    }
    out.flush();
  }

  /// How many columns there are; 80 when nobody knows.
  static int width() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8);
      MethodHandle ioctl =
          handle(
              "ioctl",
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      int result = (int) ioctl.invokeExact(STANDARD_ERROR, TIOCGWINSZ, size);
      int columns = size.get(ValueLayout.JAVA_SHORT, 2);
      return result == 0 && columns > 0 ? columns : USUAL_WIDTH;
    } catch (Throwable unavailable) {
      // No such call here, or no native access: a guess is good enough for a progress line.
      return USUAL_WIDTH;
    }
  }

  private static boolean isTerminal(int descriptor) {
    try {
      MethodHandle isatty =
          handle("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      return (int) isatty.invokeExact(descriptor) == 1;
    } catch (Throwable unavailable) {
      // System.console() speaks of standard input and output only, so plain lines it is.
      return false;
    }
  }

  // Restricted because a wrong signature can crash the JVM; these two are those of the man pages.
  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }
}
