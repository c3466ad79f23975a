package dev.lifeguard.journal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Where the control socket of a run is: in its directory, or, because the path of a socket has
/// about 107 bytes at most (unix(7)), in a private directory with a short path.
final class ControlPlace {
  static final int MOST_PATH_BYTES = 100;

  private static final String OWNER_ONLY = "rw-------";
  // While it is made: as long as `control.sock` at most, so that it fits where that does.
  private static final String NURSERY = ".ctl";

  private ControlPlace() {}

  /// A socket that listens, in its place.
  record Bound(Path path, ServerSocketChannel channel) {}

  /// Binds the socket of a run, which is locked: whatever lies in its place is of a dead
  /// supervisor, and is replaced.
  ///
  /// @throws IOException if there is no place for it
  static Bound bind(RunDirectory run, Map<String, String> environment) throws IOException {
    if (fits(run.controlSocket())) {
      return bind(run.path(), run.controlSocket());
    }
    List<Path> tried = new ArrayList<>();
    for (Path directory : shortDirectories(environment)) {
      Path socket = directory.resolve(shortName(run.path()) + ".sock");
      if (fits(socket)) {
        RunDirectory.createPrivately(directory);
        sweep(directory);
        return bind(directory, socket);
      }
      tried.add(directory);
    }
    throw new FileSystemException(
        run.controlSocket().toString(), null, "the path is too long for a socket, as in " + tried);
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_PATH_BYTES;
  }

  private static List<Path> shortDirectories(Map<String, String> environment) {
    List<Path> directories = new ArrayList<>();
    Path runtime = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""));
    if (runtime.isAbsolute() && Files.isWritable(runtime)) {
      directories.add(runtime.resolve("lifeguard"));
    }
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "-");
    directories.add(Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "lifeguard-" + user));
    return directories;
  }

  private static String shortName(Path run) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(run.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The socket is made in a directory that nobody else can enter, closed to others, and only then
  /// moved to its place. So there is no moment at which a stranger could connect.
  private static Bound bind(Path directory, Path socket) throws IOException {
    return RunDirectory.isPosix(directory) ? bindAside(directory, socket) : bindInPlace(socket);
  }

  /// Where files have no rights of this kind, as on Windows, a directory's own list keeps others
  /// out of everything that is made in it, from the first moment on. A socket that was moved is not
  /// known to be found there.
  static Bound bindInPlace(Path socket) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket), ControlSocket.MOST_WAITING);
      return new Bound(socket, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Bound bindAside(Path directory, Path socket) throws IOException {
    Path nursery = directory.resolve(NURSERY);
    Path fresh = nursery.resolve("sock");
    Files.deleteIfExists(fresh);
    Files.deleteIfExists(nursery);
    Files.createDirectory(nursery, RunDirectory.ownerOnly(nursery, "rwx------"));
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(fresh), ControlSocket.MOST_WAITING);
      refuseForeign(directory, fresh);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(OWNER_ONLY));
      Files.move(fresh, socket, StandardCopyOption.REPLACE_EXISTING);
      return new Bound(socket, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(nursery);
    }
  }

  /// In a directory that belongs to somebody else he could put his own socket in our place.
  private static void refuseForeign(Path directory, Path ours) throws IOException {
    boolean real = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
    boolean own = Files.getOwner(directory).equals(Files.getOwner(ours));
    if (!real || !own) {
      throw new FileSystemException(
          directory.toString(), null, "the directory " + directory + " belongs to somebody else");
    }
  }

  /// Takes away what killed supervisors of other runs have left here: sockets that nobody listens
  /// on.
  private static void sweep(Path directory) {
    try (Stream<Path> left = Files.list(directory)) {
      for (Path file : left.filter(each -> each.toString().endsWith(".sock")).toList()) {
        if (isDeserted(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      // What cannot be taken away harms nobody.
    }
  }

  private static boolean isDeserted(Path socket) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(socket));
      return false;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).contains("refused");
    }
  }
}
