package dev.lifeguard.jobfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads jobs: from a file, or from flags alone. Everything that is wrong is found in one go.
public final class JobFiles {
  private JobFiles() {}

  /// The job of a file that is read from the disk; the file is the first of its sources.
  ///
  /// @param file relative to the current directory of the surroundings, or absolute
  /// @throws JobFileException if the file is missing or too large, is no UTF-8, or is wrong
  /// @throws IOException if reading fails
  public static JobFile load(Path file, Overrides overrides, Surroundings around)
      throws IOException, JobFileException {
    Path absolute = around.currentDirectory().resolve(file).normalize();
    JobFile job = read(file, text(file, absolute), overrides, around);
    return job.withSources(List.of(SourceFile.of(absolute)));
  }

  /// The job in a run directory, as it was resolved when the run began, with all its sources.
  ///
  /// @param file absolute
  /// @throws JobFileException if the file is missing or wrong
  /// @throws IOException if reading fails
  public static JobFile recorded(Path file, Surroundings around)
      throws IOException, JobFileException {
    return read(file, text(file, file), Overrides.NONE, around);
  }

  private static String text(Path shown, Path file) throws IOException, JobFileException {
    Location whole = new Location.Line(shown.toString(), 0);
    if (Files.isDirectory(file)) {
      throw new JobFileException(new Problem(whole, "", "is a directory; name a job file"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      // A character has a byte at least, so one byte more shows that it is too long.
      byte[] bytes = in.readNBytes(YamlParser.MOST_CHARACTERS + 1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (AccessDeniedException _) {
      throw new JobFileException(
          new Problem(whole, "", "may not be read; check the permissions of it and its directory"));
    } catch (NoSuchFileException _) {
      throw new JobFileException(new Problem(whole, "", "there is no such file; check the path"));
    } catch (CharacterCodingException _) {
      throw new JobFileException(new Problem(whole, "", "is not UTF-8; save it as UTF-8"));
    }
  }

  /// The job that a text describes. Reads no file.
  ///
  /// @param file the path as the user gave it, for messages; paths in the text are relative to its
  ///   directory
  /// @param text YAML 1.2
  /// @throws JobFileException with everything that is wrong
  public static JobFile read(Path file, String text, Overrides overrides, Surroundings around)
      throws JobFileException {
    Problems problems = new Problems();
    Location whole = new Location.Line(file.toString(), 0);
    Optional<Node> root =
        new YamlParser(line -> new Location.Line(file.toString(), line), problems).parse(text);
    Node.Mapping mapping =
        switch (root.orElseGet(() -> new Node.Mapping(List.of(), whole))) {
          case Node.Mapping keys -> keys;
          case Node.Scalar scalar -> throw noMapping(problems, scalar);
          case Node.Sequence sequence -> throw noMapping(problems, sequence);
        };
    Path absolute = around.currentDirectory().resolve(file).normalize();
    Path directory = Optional.ofNullable(absolute.getParent()).orElse(absolute);
    PathBase base = new PathBase(directory, around.currentDirectory());
    String name = file.getFileName() == null ? "job" : file.getFileName().toString();
    return new JobSections(name.replaceFirst("\\.ya?ml$", ""), base, around, problems)
        .parse(new Overlay(problems).apply(mapping, overrides));
  }

  private static JobFileException noMapping(Problems problems, Node node) {
    return problems.fatal(
        node.at(), "is " + node.kindInWords() + "; a job file has keys, as in worker: and tasks:");
  }

  /// The job that flags describe without a file.
  ///
  /// @throws JobFileException with everything that is wrong
  public static JobFile fromFlags(Overrides overrides, Surroundings around)
      throws JobFileException {
    Problems problems = new Problems();
    Node.Mapping nothing = new Node.Mapping(List.of(), new Location.Flag("run"));
    PathBase base = new PathBase(around.currentDirectory(), around.currentDirectory());
    return new JobSections("", base, around, problems)
        .parse(new Overlay(problems).apply(nothing, overrides));
  }
}
