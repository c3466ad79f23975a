package dev.lifeguard.journal;

import java.util.List;

/// A page in HTML that needs no other file.
final class HtmlPage implements Page {
  private static final String STYLE =
      "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
          + "table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.2rem .6rem;"
          + "text-align:left}pre{background:#8882;padding:.6rem;overflow:auto}"
          + ":root{color-scheme:light dark}";

  private final String title;
  private final StringBuilder body = new StringBuilder();

  HtmlPage(String title) {
    this.title = title;
  }

  @Override
  public void heading(int level, String text) {
    element("h" + level, text);
  }

  @Override
  public void paragraph(String text) {
    element("p", text);
  }

  @Override
  public void table(List<List<String>> rows) {
    body.append("<table>\n");
    String cell = "th";
    for (List<String> row : rows) {
      body.append("<tr>\n");
      for (String text : row) {
        element(cell, text);
      }
      body.append("</tr>\n");
      cell = "td";
    }
    body.append("</table>\n");
  }

  @Override
  public void verbatim(List<String> lines) {
    element("pre", String.join("\n", lines));
  }

  private void element(String name, String text) {
    body.append('<').append(name).append('>').append(escaped(text));
    body.append("</").append(name).append(">\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String document() {
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
        + escaped(title)
        + "</title>\n<style>"
        + STYLE
        + "</style>\n</head>\n<body>\n"
        + body
        + "</body>\n</html>\n";
  }
}
