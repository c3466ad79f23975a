package dev.lifeguard.journal;

import java.util.List;

/// A page in GitHub's Markdown, fit to be pasted into a bug tracker.
final class MarkdownPage implements Page {
  private final StringBuilder text = new StringBuilder();

  @Override
  public void heading(int level, String heading) {
    text.append("#".repeat(level)).append(' ').append(escaped(heading)).append("\n\n");
  }

  @Override
  public void paragraph(String paragraph) {
    text.append(escaped(paragraph)).append("\n\n");
  }

  @Override
  public void table(List<List<String>> rows) {
    row(rows.getFirst());
    text.append("|").append("---|".repeat(rows.getFirst().size())).append('\n');
    rows.subList(1, rows.size()).forEach(this::row);
    text.append('\n');
  }

  private void row(List<String> cells) {
    text.append("|");
    for (String cell : cells) {
      text.append(' ').append(escaped(cell).replace("|", "\\|")).append(" |");
    }
    text.append('\n');
  }

  @Override
  public void verbatim(List<String> lines) {
    // A fence must be longer than any that stands in the text.
    String fence = "```";
    while (String.join("\n", lines).contains(fence)) {
      fence += "`";
    }
    text.append(fence).append("text\n");
    lines.forEach(line -> text.append(line).append('\n'));
    text.append(fence).append("\n\n");
  }

  private static String escaped(String plain) {
    return plain.replaceAll("([\\\\`*_\\[\\]<>#])", "\\\\$1").replaceAll("\\R", " ");
  }

  @Override
  public String document() {
    return text.toString();
  }
}
