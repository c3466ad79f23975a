package dev.lifeguard.gui.inspector;

import java.util.regex.Pattern;

/// A line as a terminal would leave it on the screen, without colours.
final class TerminalText {
  // Escape sequences of ECMA-48: CSI with parameters, OSC up to its end, and the short ones.
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[ -/]*[0-~])");

  private TerminalText() {}

  static String plain(String line) {
    if (line.chars().allMatch(c -> c >= ' ' && c != 127)) {
      return line;
    }
    String text = ESCAPES.matcher(line).replaceAll("");
    // What a progress bar has overwritten is gone.
    String last = text.substring(text.stripTrailing().lastIndexOf('\r') + 1);
    StringBuilder shown = new StringBuilder(last.length());
    last.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int codePoint) {
    if (codePoint == '\t') {
      shown.repeat(' ', 8 - shown.length() % 8);
    } else if (!Character.isISOControl(codePoint)) {
      shown.appendCodePoint(codePoint);
    } else if (codePoint != '\r') {
      shown.append('·');
    }
  }
}
