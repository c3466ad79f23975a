package dev.lifeguard.journal;

import dev.lifeguard.job.JobModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What is left of a job in the end, as JSON, Markdown or HTML. Every method belongs to the thread
/// that owns the model.
public final class JobReport {
  private JobReport() {}

  /// The report for programs, as UTF-8 with a line end.
  public static byte[] json(JobModel model) {
    return ReportJson.of(model);
  }

  /// The report for people, as Markdown.
  public static String markdown(JobModel model) {
    return document(new MarkdownPage(), model);
  }

  /// The report for people, as one HTML file.
  public static String html(JobModel model) {
    return document(new HtmlPage(ReportPage.title(model)), model);
  }

  private static String document(Page page, JobModel model) {
    ReportPage.fill(page, model);
    return page.document();
  }

  /// Writes the report in the form that the file's name asks for (`.md`, `.html`, else JSON), by
  /// way of a temporary file beside it, so that nobody ever reads half of one. Waits for the disk.
  ///
  /// @return the file
  public static Tried<Path> write(JobModel model, Path file) {
    Path target = file.toAbsolutePath();
    try {
      Path parent = target.getParent();
      if (parent == null || Files.isDirectory(target)) {
        return new Tried.Refused<>("The report cannot be written to " + file + ": a directory");
      }
      try (FreshFile fresh = FreshFile.open(file)) {
        fresh.write(bytes(model, file));
        fresh.complete();
      }
      return new Tried.Done<>(file);
    } catch (IOException e) {
      return new Tried.Refused<>(
          "The report cannot be written to "
              + file
              + ": "
              + IoSentence.reason(e)
              + "; name another file with --report");
    }
  }

  private static byte[] bytes(JobModel model, Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".md")) {
      return markdown(model).getBytes(StandardCharsets.UTF_8);
    }
    return name.endsWith(".html") ? html(model).getBytes(StandardCharsets.UTF_8) : json(model);
  }
}
