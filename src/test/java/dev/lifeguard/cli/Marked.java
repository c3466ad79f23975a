package dev.lifeguard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/// A mark in the environment of a program, which everything that it starts inherits: finds what is
/// left of it, whoever has adopted it.
final class Marked {
  private static final String NAME = "LIFEGUARD_TEST_MARK";

  private final String mark = UUID.randomUUID().toString();
  private final TreeSet<String> cgroups = new TreeSet<>();

  /// What has to be in the environment.
  Map<String, String> environment() {
    return Map.of(NAME, mark);
  }

  /// The processes that have the mark now. Zombies have no environment and are none.
  List<Long> processes() {
    byte[] wanted = (NAME + "=" + mark).getBytes(StandardCharsets.US_ASCII);
    String text = new String(wanted, StandardCharsets.ISO_8859_1);
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (read(process.resolve("environ")).contains(text)) {
          found.add(Long.valueOf(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /// The same in words: number, state, parent and command line.
  List<String> told() {
    List<String> told = new ArrayList<>();
    for (long pid : processes()) {
      String stat = read(Path.of("/proc/" + pid + "/stat"));
      String line = read(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
      String after = stat.substring(stat.lastIndexOf(')') + 1);
      told.add(pid + ":" + after.lines().findFirst().orElse("") + ": " + line);
    }
    return told;
  }

  /// Remembers the cgroups that a worker is in and its supervisor is not.
  void noteCgroups(long supervisor, long worker) {
    List<String> common = read(Path.of("/proc/" + supervisor + "/cgroup")).lines().toList();
    read(Path.of("/proc/" + worker + "/cgroup"))
        .lines()
        // A zombie is back in the root.
        .filter(line -> !common.contains(line) && !line.endsWith(":/"))
        .forEach(line -> cgroups.add(line.substring(line.indexOf(':') + 1)));
  }

  /// Those of the remembered cgroups that exist still, as directories.
  List<Path> cgroupsLeft() {
    List<Path> left = new ArrayList<>();
    for (String line : cgroups) {
      String controllers = line.substring(0, line.indexOf(':'));
      String path = line.substring(line.indexOf(':') + 1);
      for (String hierarchy : List.of("", controllers, "unified")) {
        Path directory = Path.of("/sys/fs/cgroup", hierarchy, path);
        if (Files.isDirectory(directory)) {
          left.add(directory);
        }
      }
    }
    return left;
  }

  /// Empty when the process is gone, or when it belongs to somebody else.
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
