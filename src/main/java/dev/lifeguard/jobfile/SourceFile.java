package dev.lifeguard.jobfile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that a job or its items were read from, as it was when the job began.
///
/// @param path absolute
/// @param bytes its length
/// @param sha256 the SHA-256 of its content, 64 lower-case hexadecimal digits
public record SourceFile(Path path, long bytes, String sha256) {
  /// A file as it is now.
  ///
  /// @throws IOException if it cannot be read
  public static SourceFile of(Path path) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      return new SourceFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
