package dev.lifeguard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Standard input where there is none: it was closed by who started the program (`<&-`).
///
/// Java does not tell: the virtual machine opens its own files first, and the first of them becomes
/// descriptor 0 (seen with OpenJDK 25: `lib/modules`), whose bytes would be taken for items.
final class ClosedInput extends InputStream {
  /// Standard input of this process.
  static InputStream orStandardInput() {
    try {
      Path file = Path.of("/proc/self/fd/0").toRealPath();
      Path ofJava = Path.of(System.getProperty("java.home", "/nowhere")).toRealPath();
      return file.startsWith(ofJava) && Files.isRegularFile(file) ? new ClosedInput() : System.in;
    } catch (IOException e) {
      // A pipe or a socket has no path, and a system without /proc does not tell.
      return System.in;
    }
  }

  @Override
  public int read() throws IOException {
    throw new IOException("standard input is closed");
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return read();
  }
}
