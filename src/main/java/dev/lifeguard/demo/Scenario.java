package dev.lifeguard.demo;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.JobSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// A demonstration that checks itself: a small job, something that goes wrong in it, and what is
/// expected of Lifeguard then.
///
/// @param name what it is called on the command line
/// @param title one line for menus
/// @param story two sentences for the audience
/// @param files its job file and scripts, resources beside this class in a directory of its name;
///   the job file is the first
/// @param trouble makes what goes wrong: a listener of the job that acts from outside
/// @param expectations what must be seen in the end
public record Scenario(
    String name,
    String title,
    List<String> story,
    List<String> files,
    Supplier<JobSource.Listener> trouble,
    List<Expectation> expectations) {

  /// Copies the lists.
  public Scenario {
    story = List.copyOf(story);
    files = List.copyOf(files);
    expectations = List.copyOf(expectations);
  }

  /// Something that a demonstration promises.
  ///
  /// @param promise what is expected, a sentence
  /// @param check looks for it in the finished job
  public record Expectation(String promise, Function<JobModel, Finding> check) {}

  /// What was seen of a promise.
  ///
  /// @param kept whether it was kept
  /// @param seen what was seen, a sentence
  public record Finding(boolean kept, String seen) {}

  /// Writes the files of this demonstration to a directory.
  ///
  /// @return the job file
  /// @throws IOException if the directory cannot be written
  public Path extract(Path directory) throws IOException {
    for (String file : files) {
      try (InputStream content = Scenario.class.getResourceAsStream(name + "/" + file)) {
        if (content == null) {
          throw new UncheckedIOException(
              new IOException("the demonstration " + name + " lacks its file " + file));
        }
        Files.copy(content, directory.resolve(file));
      }
    }
    return directory.resolve(files.getFirst());
  }
}
