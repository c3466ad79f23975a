package dev.lifeguard.journal;

import java.util.List;

/// A page for people, as far as a report needs one.
sealed interface Page permits MarkdownPage, HtmlPage {
  /// A heading; level 1 is the title.
  void heading(int level, String text);

  void paragraph(String text);

  /// The first row is the head; all rows are equally long.
  void table(List<List<String>> rows);

  /// Lines that stay as they are.
  void verbatim(List<String> lines);

  /// Everything so far, as a complete document.
  String document();
}
