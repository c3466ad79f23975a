package dev.lifeguard.cli;

import dev.lifeguard.jobfile.ItemsSpec;
import dev.lifeguard.jobfile.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out before anything is started that a file cannot be written in the end, or must not be
/// because the job reads it. Nothing is opened here.
final class OutputFlags {
  private OutputFlags() {}

  /// @param jobFile what the job was read from, if it was read from a file
  /// @param reports of `--report`
  /// @param results of `--results`, with `-` for standard output
  static void check(
      JobFile job, Optional<Path> jobFile, List<Path> reports, Optional<String> results)
      throws JobStarter.Refusal {
    List<Path> sources = sources(job.tasks());
    jobFile.ifPresent(sources::add);
    for (Path report : reports) {
      refuseSource("--report", report, sources);
      refuseUnwritable("--report", report);
    }
    if (results.isPresent() && !results.get().equals("-")) {
      refuseSource("--results", Path.of(results.get()), sources);
    }
  }

  private static List<Path> sources(ItemsSpec items) {
    List<Path> files = new ArrayList<>();
    switch (items) {
      case ItemsSpec.Lines(Path file) -> files.add(file);
      case ItemsSpec.Jsonl(Path file) -> files.add(file);
      case ItemsSpec.Csv(Path file) -> files.add(file);
      case ItemsSpec.Inline _, ItemsSpec.Range _, ItemsSpec.Glob _, ItemsSpec.Stdin _ -> {
        // No single file to spare.
      }
    }
    return files;
  }

  private static void refuseSource(String flag, Path file, List<Path> sources)
      throws JobStarter.Refusal {
    for (Path source : sources) {
      if (isSame(file, source)) {
        throw refusal(flag, file + " is read by this job; name another file");
      }
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      // What cannot be looked at cannot be opened either, which is told where that is tried.
      return false;
    }
  }

  private static void refuseUnwritable(String flag, Path file) throws JobStarter.Refusal {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw refusal(flag, file + " is a directory; name a file");
    }
    if (!Files.isDirectory(directory)) {
      throw refusal(flag, "there is no directory " + directory + "; make it, or name another file");
    }
    if (!Files.isWritable(directory)) {
      throw refusal(flag, "you may not write to " + directory + "; name another file");
    }
  }

  private static JobStarter.Refusal refusal(String flag, String text) {
    return new JobStarter.Refusal(List.of(flag + ": " + text));
  }
}
