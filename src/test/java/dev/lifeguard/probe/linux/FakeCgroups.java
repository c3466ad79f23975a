package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules of cgroups of version 2 (cgroups(7)) over a directory of a test: control files appear
/// with a cgroup, a cgroup with processes hands on no controllers, one with controllers takes no
/// processes, and only an empty one can be taken away.
final class FakeCgroups extends CgroupTree {
  final List<String> orders = new ArrayList<>();
  private final Path top;

  FakeCgroups(Path top) throws IOException {
    this.top = top;
    fill(top);
    put(top.resolve("cgroup.subtree_control"), "memory pids");
  }

  private static void put(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
  }

  private void fill(Path directory) throws IOException {
    put(directory.resolve("cgroup.procs"), "");
    put(directory.resolve("cgroup.subtree_control"), "");
    put(directory.resolve("cgroup.kill"), "");
    boolean memory = !directory.equals(top) && handsOn(directory.resolveSibling(""));
    if (memory) {
      put(directory.resolve("memory.max"), "max");
      put(directory.resolve("memory.swap.max"), "max");
      put(directory.resolve("memory.oom.group"), "0");
      put(directory.resolve("memory.peak"), "0");
      put(directory.resolve("memory.events"), "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n");
    }
  }

  private boolean handsOn(Path directory) {
    return read(directory.resolve("cgroup.subtree_control")).orElse("").contains("memory");
  }

  /// A process is there.
  void enter(Path directory, long pid) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      for (Path file : all.filter(it -> it.endsWith("cgroup.procs")).toList()) {
        String left =
            read(file)
                .orElse("")
                .lines()
                .filter(line -> !line.equals(Long.toString(pid)))
                .collect(Collectors.joining("\n"));
        put(file, left);
      }
    }
    Path file = directory.resolve("cgroup.procs");
    put(file, (read(file).orElse("") + "\n" + pid).strip());
  }

  @Override
  void make(Path directory) throws IOException {
    super.make(directory);
    fill(directory);
  }

  @Override
  void write(Path file, String text) throws IOException {
    Path directory = file.resolveSibling("");
    orders.add(top.relativize(file) + " " + text);
    switch (file.getFileName().toString()) {
      case "cgroup.procs" -> {
        if (handsOn(directory) && !directory.equals(top)) {
          throw new FileSystemException(file.toString(), null, "Device or resource busy");
        }
        enter(directory, Long.parseLong(text));
      }
      case "cgroup.subtree_control" -> {
        if (!processes(directory).isEmpty()) {
          throw new FileSystemException(file.toString(), null, "Device or resource busy");
        }
        put(file, text.startsWith("+") ? text.substring(1) : "");
      }
      case "cgroup.kill" -> put(directory.resolve("cgroup.procs"), "");
      default -> put(file, text);
    }
  }

  @Override
  boolean remove(Path directory) {
    if (!processes(directory).isEmpty() || !inside(directory).isEmpty()) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
      return true;
    } catch (IOException gone) {
      return !Files.exists(directory);
    }
  }
}
