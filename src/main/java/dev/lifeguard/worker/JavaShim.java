package dev.lifeguard.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our side of a Java worker as a jar that any virtual machine from 17 on can run, in a temporary
/// directory that only we can read. Its classes are part of this program's own module, in whatever
/// form that is installed.
///
/// The directory's name holds our process number: what a killed Lifeguard has left is taken away by
/// the next one.
final class JavaShim {
  /// The classes, in `dev/lifeguard/javaworker`.
  static final List<String> CLASSES =
      List.of(
          "Failure",
          "Frames",
          "Frames$Message",
          "JsonReader",
          "JsonWriter",
          "NotJson",
          "Orders",
          "Target",
          "Target$Unusable",
          "Worker");

  private static final Logger LOG = LoggerFactory.getLogger(JavaShim.class);
  private static final String PLACE = "dev/lifeguard/javaworker/";
  private static final String PREFIX = "lifeguard-java-";
  private static final String JAR = "lifeguard-java-worker.jar";

  private final Path directory;

  private JavaShim(Path directory) {
    this.directory = directory;
  }

  /// Lays the jar out.
  ///
  /// @throws IOException if the temporary directory cannot be written to
  static JavaShim layOut() throws IOException {
    long pid = ProcessHandle.current().pid();
    Path directory = Files.createTempDirectory(PREFIX + pid + "-");
    JavaShim shim = new JavaShim(directory);
    try (OutputStream file = Files.newOutputStream(shim.jar());
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : CLASSES) {
        zip.putNextEntry(new ZipEntry(PLACE + name + ".class"));
        zip.write(bytesOf(name));
        zip.closeEntry();
      }
    } catch (IOException refused) {
      shim.takeAway();
      throw refused;
    }
    sweep(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    return shim;
  }

  private static byte[] bytesOf(String name) throws IOException {
    try (InputStream in = JavaShim.class.getResourceAsStream("/" + PLACE + name + ".class")) {
      if (in == null) {
        throw new IllegalStateException(name + ".class is missing from this installation");
      }
      return in.readAllBytes();
    }
  }

  /// The jar.
  Path jar() {
    return directory.resolve(JAR);
  }

  /// Deletes it.
  void takeAway() {
    delete(directory);
  }

  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path each : all) {
        String rest = each.getFileName().toString().substring(PREFIX.length());
        int end = rest.indexOf('-');
        boolean numbered = end > 0 && rest.chars().limit(end).allMatch(c -> c >= '0' && c <= '9');
        if (numbered && end < 10 && !isAlive(Long.parseLong(rest.substring(0, end)))) {
          delete(each);
        }
      }
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  private static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(JAR));
      Files.deleteIfExists(directory);
    } catch (IOException refused) {
      LOG.info("{} could not be deleted: {}", directory, refused.toString());
    }
  }
}
