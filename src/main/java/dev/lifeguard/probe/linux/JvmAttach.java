package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessUser;
import dev.lifeguard.job.RunState;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Asks a Java virtual machine of this user about itself, as `jcmd` does (HotSpot's
/// `attachListener_posix.cpp`): through a socket in its temporary directory, which it opens when a
/// file stands there and it gets SIGQUIT. Nothing is loaded into it.
///
/// SIGQUIT would end another program, and make a virtual machine that does not attach print all its
/// stacks. So it is sent only to a process in which the library of a virtual machine is mapped,
/// that handles the signal, and was not told to refuse; and through a handle of that very process.
final class JvmAttach {
  /// Within this an idle virtual machine answers a hundred times over.
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private static final long POLL_MILLIS = 10;
  private static final int SIGQUIT = 3;
  private static final int MOST_BYTES = 1 << 20;

  private JvmAttach() {}

  /// What came of asking.
  sealed interface Answer {
    /// It answered.
    record Said(String text) implements Answer {}

    /// It did not.
    ///
    /// @param reason a sentence without its end
    /// @param remedy likewise
    record Refused(String reason, String remedy) implements Answer {}
  }

  /// Whether a virtual machine runs in the process that has these areas.
  static boolean isIn(List<SmapsArea> areas) {
    return areas.stream().anyMatch(area -> area.name().endsWith("/libjvm.so"));
  }

  /// Asks for the answer to a command of `jcmd`.
  static Answer ask(ProcessIdentity process, RunState state, String command) {
    long pid = process.pid();
    String files = "/proc/" + pid + "/";
    String status = ProcText.read(files + "status").orElse("");
    Optional<ProcessUser> user = Rights.userOf(pid);
    if (user.isEmpty() || user.get().number() != Rights.ownUser()) {
      return new Answer.Refused(
          "a Java virtual machine answers its own user only",
          "run Lifeguard as " + user.map(ProcessUser::name).orElse("that user"));
    } else if (state == RunState.STOPPED) {
      return new Answer.Refused("process " + pid + " is stopped", "let it go on");
    }
    long inner = StatusText.innermostPid(status).orElse(pid);
    Path temporary = Path.of(files + "root/tmp");
    Path socket = temporary.resolve(".java_pid" + inner);
    try {
      if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
        Optional<Answer> refused =
            open(process, status, temporary.resolve(".attach_pid" + inner), socket);
        if (refused.isPresent()) {
          return refused.get();
        }
      }
      return Files.getAttribute(socket, "unix:uid", LinkOption.NOFOLLOW_LINKS)
              .equals((int) Rights.ownUser())
          ? exchange(socket, command)
          : silent(pid);
    } catch (IOException _) {
      return silent(pid);
    }
  }

  private static Answer silent(long pid) {
    return new Answer.Refused(
        "the Java virtual machine of process " + pid + " does not answer",
        "look again when the machine is less busy, or ask it with jcmd");
  }

  /// Has the socket opened.
  private static Optional<Answer> open(
      ProcessIdentity process, String status, Path trigger, Path socket) throws IOException {
    boolean refuses =
        ProcText.read("/proc/" + process.pid() + "/cmdline")
            .map(line -> line.contains("-XX:+DisableAttachMechanism"))
            .orElse(true);
    Optional<LinuxSys> sys = LinuxSys.open();
    if (refuses || !StatusText.catchesQuit(status) || sys.isEmpty()) {
      return Optional.of(
          new Answer.Refused(
              "the Java virtual machine of process " + process.pid() + " lets nobody attach",
              "start it without -XX:+DisableAttachMechanism and -Xrs"));
    }
    Files.createFile(trigger);
    try {
      quit(process, sys.get());
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
        if (System.nanoTime() > deadline) {
          return Optional.of(silent(process.pid()));
        }
        Thread.sleep(POLL_MILLIS);
      }
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of(silent(process.pid()));
    } finally {
      Files.deleteIfExists(trigger);
    }
  }

  private static void quit(ProcessIdentity process, LinuxSys sys) {
    int handle = sys.pidfdOpen(process.pid());
    if (handle >= 0) {
      // The handle is of whoever has the number now, so who that is is looked at after opening it.
      if (MemoryLook.stat(process).isPresent()) {
        sys.pidfdSendSignal(handle, SIGQUIT);
      }
      sys.close(handle);
    }
  }

  /// Version of the protocol, the command and three arguments, each with a NUL at its end; answered
  /// by a line with a number, 0 for success, and the text.
  private static Answer exchange(Path socket, String command) throws IOException {
    byte[] request = ("1\0jcmd\0" + command + "\0\0\0").getBytes(StandardCharsets.UTF_8);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      ByteBuffer answer = ByteBuffer.allocate(MOST_BYTES);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (channel.read(answer) >= 0 && answer.hasRemaining()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new IOException("no answer");
        }
        selector.select(left);
        selector.selectedKeys().clear();
      }
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
      int line = text.indexOf('\n');
      if (line < 0 || !text.substring(0, line).strip().equals("0")) {
        throw new IOException("it refused the command");
      }
      return new Answer.Said(text.substring(line + 1));
    }
  }
}
