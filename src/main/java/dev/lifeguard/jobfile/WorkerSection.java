package dev.lifeguard.jobfile;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the section `worker`; what is of one kind only is read by [WorkerKinds].
final class WorkerSection {
  private static final int MOST_WORKERS = 10_000;

  private final PathBase base;
  private final Surroundings around;
  private final WorkerKinds kinds;

  WorkerSection(PathBase base, Surroundings around) {
    this.base = base;
    this.around = around;
    this.kinds = new WorkerKinds(base, around);
  }

  /// The worker; empty if what it runs was refused.
  Optional<WorkerSpec> parse(Section worker) {
    Path directory = worker.path("directory", base).orElse(base.ofFile());
    if (worker.has("directory") && !around.directory().test(directory)) {
      worker.refuse("directory", "there is no directory " + directory + "; check the path");
    }
    Map<String, String> environment = environment(worker);
    int count = worker.number("count", around.processors(), 1, MOST_WORKERS);
    return kinds
        .parse(worker, directory)
        .map(kind -> new WorkerSpec(kind, directory, environment, count));
  }

  private static Map<String, String> environment(Section worker) {
    Optional<Node> node = worker.node("environment");
    if (node.isEmpty()) {
      return Map.of();
    }
    if (!(node.get() instanceof Node.Mapping mapping)) {
      worker.refuse(
          "environment",
          "is " + node.get().kindInWords() + "; write a mapping, as in { OMP_NUM_THREADS: \"1\" }");
      return Map.of();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      variable(worker, entry).ifPresent(value -> variables.put(entry.key(), value));
    }
    return variables;
  }

  private static Optional<String> variable(Section worker, Node.Entry entry) {
    String key = "environment." + entry.key();
    boolean named = !entry.key().isEmpty() && JsonText.keyFits(entry.key());
    if (!named || entry.key().contains("=") || entry.key().indexOf(0) >= 0) {
      worker.refuse(entry.at(), key, "cannot be the name of a variable; write one without =");
      return Optional.empty();
    }
    if (!(entry.value() instanceof Node.Scalar scalar)) {
      worker.refuse(entry.at(), key, "is " + entry.value().kindInWords() + "; write text");
      return Optional.empty();
    }
    boolean text = scalar.kind() == Node.Kind.STRING || scalar.kind() == Node.Kind.UNTYPED;
    if (!text || scalar.text().indexOf(0) >= 0) {
      worker.refuse(
          scalar.at(),
          key,
          "is %s; write text, in quotes: \"%s\""
              .formatted(scalar.kindInWords(), Printable.beginning(scalar.text(), 60)));
      return Optional.empty();
    }
    return Optional.of(scalar.text());
  }
}
