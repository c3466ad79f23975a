import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Writes the start script with the JDK of this build in it, so that the script works on the
/// machine that built it even when JAVA_HOME and PATH name an older Java.
///
/// `java StartScript.java TEMPLATE SCRIPT`
final class StartScript {
  void main(String[] arguments) throws IOException {
    Path script = Path.of(arguments[1]);
    String text =
        Files.readString(Path.of(arguments[0]))
            .replace("@JAVA_HOME@", System.getProperty("java.home"));
    Files.createDirectories(script.getParent());
    Files.writeString(script, text);
    if (Files.getFileStore(script).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
