package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads files of `/proc` once.
final class ProcText {
  private ProcText() {}

  /// The whole text; empty when there is no such file, process or right.
  static Optional<String> read(String path) {
    return bytes(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /// The bytes, likewise.
  static Optional<byte[]> bytes(String path) {
    try {
      return Optional.of(Files.readAllBytes(Path.of(path)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
