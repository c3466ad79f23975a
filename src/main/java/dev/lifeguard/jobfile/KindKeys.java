package dev.lifeguard.jobfile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The kinds of workers by their keys in the section `worker`, each with the keys that go with no
/// other kind.
enum KindKeys {
  PYTHON("python"),
  COMMAND("command"),
  JAVA("java"),
  PROGRAM("program");

  private final String key;

  KindKeys(String key) {
    this.key = key;
  }

  /// The key that names the kind: `python`.
  String key() {
    return key;
  }

  /// The keys that go with this kind only.
  List<String> own() {
    return switch (this) {
      case PYTHON -> List.of("interpreter", "start", "preload", "initializer");
      case COMMAND -> List.of("stdin");
      case JAVA -> List.of("classpath", "jvm");
      case PROGRAM -> List.of();
    };
  }

  /// The kinds that the section names, in the order of this list.
  static List<KindKeys> givenIn(Section worker) {
    return Stream.of(values()).filter(kind -> worker.has(kind.key)).toList();
  }

  /// The kind that this key names.
  static Optional<KindKeys> named(String key) {
    return Stream.of(values()).filter(kind -> kind.key.equals(key)).findFirst();
  }

  /// All keys that only make sense with another kind.
  List<String> ofOthers() {
    return Stream.of(values())
        .filter(kind -> kind != this)
        .flatMap(kind -> Stream.concat(Stream.of(kind.key), kind.own().stream()))
        .toList();
  }
}
