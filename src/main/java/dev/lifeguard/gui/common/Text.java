package dev.lifeguard.gui.common;

import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;

/// Every text of the window, by key, from `strings.properties`. A key is always written out as a
/// literal in code or as `%key` in FXML, so that a test can tell missing and obsolete ones.
public final class Text {
  // The window speaks English whatever the machine's language is; a mixture would be worse.
  private static final ResourceBundle STRINGS =
      ResourceBundle.getBundle("dev.lifeguard.gui.common.strings", Locale.ROOT);

  private Text() {}

  /// The text of a key, with `{0}`, `{1}` … replaced by the arguments.
  ///
  /// @throws java.util.MissingResourceException if there is no such key, which is a bug
  public static String of(String key, Object... arguments) {
    String text = STRINGS.getString(key);
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
    }
    return text;
  }

  /// Has the texts read while nobody waits for one. Any thread.
  public static void prepare() {
    // The first use of this class has read them.
    Objects.requireNonNull(STRINGS);
  }

  /// The bundle itself, for FXML.
  static ResourceBundle bundle() {
    return STRINGS;
  }
}
