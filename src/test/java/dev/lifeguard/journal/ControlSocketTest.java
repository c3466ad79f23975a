package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static dev.lifeguard.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@NotOnWindows
final class ControlSocketTest {
  private static final ProcessIdentity PROCESS = new ProcessIdentity(4711, 99, 1_000);

  @TempDir Path scratch;

  private final List<ControlRequest> asked = new CopyOnWriteArrayList<>();
  private RunDirectory run = RunDirectory.of(Path.of("/"));

  @BeforeEach
  void makeARun() {
    run = done(RunDirectory.createAt(scratch.resolve("run")));
  }

  static Stream<ControlRequest> everyRequest() {
    List<ControlRequest> requests = new ArrayList<>();
    Stream.of(
            new Command.Terminate(3, PROCESS),
            new Command.Kill(3, PROCESS),
            new Command.Signal(3, PROCESS, 10),
            new Command.Suspend(3, PROCESS),
            new Command.Continue(3, PROCESS),
            new Command.Restart(3, PROCESS),
            new Command.Dump(3, PROCESS),
            new Command.Pause(),
            new Command.Go(),
            new Command.Resize(7),
            new Command.SampleEvery(Duration.ofMillis(100)),
            new Command.SampleNow(),
            new Command.RetryTask(8),
            new Command.CancelTask(9),
            new Command.Drain("over \"there\"\n☃"),
            new Command.Stop(""),
            new Command.Abort("x"))
        .forEach(command -> requests.add(new ControlRequest.Whole(command)));
    for (ControlRequest.Order order : ControlRequest.Order.values()) {
      requests.add(new ControlRequest.OrderWorker(5, order));
    }
    requests.add(new ControlRequest.SignalWorker(5, 12));
    requests.add(new ControlRequest.DumpAll());
    return requests.stream();
  }

  @ParameterizedTest
  @MethodSource("everyRequest")
  void requestsArriveAsTheyWereSent(ControlRequest request) {
    try (ControlSocket socket = serve(this::accept)) {
      assertThat(ControlClient.ask(socket.path(), request))
          .isEqualTo(new Tried.Done<>(new CommandAnswer.Accepted()));
    }
    assertThat(asked).containsExactly(request);
  }

  @Test
  void refusalsComeBackInTheWordsOfThePool() {
    var refused = new CommandAnswer.Refused("worker 3 is \"dead\" already ☃");
    try (ControlSocket socket = serve(_ -> CompletableFuture.completedFuture(refused))) {
      assertThat(ControlClient.ask(socket.path(), new ControlRequest.DumpAll()))
          .isEqualTo(new Tried.Done<>(refused));
    }
  }

  /// As on Windows, where a directory keeps strangers out and files have no rights of this kind.
  @Test
  void socketIsBoundInItsPlaceWhereFilesHaveNoRights() throws IOException {
    Path place = run.controlSocket();
    Files.writeString(place, "of a dead supervisor");
    ControlPlace.Bound bound = ControlPlace.bindInPlace(place);
    try (var listening = bound.channel();
        var asking = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
      assertThat(bound.path()).isEqualTo(place);
      assertThat(asking.isConnected()).isTrue();
      assertThat(listening.accept().isConnected()).isTrue();
    } finally {
      Files.deleteIfExists(place);
    }
  }

  @Test
  void onlyTheOwnerMayConnectAndTheEndLeavesNothing() throws IOException {
    ControlSocket socket = serve(this::accept);
    assertThat(socket.path()).isEqualTo(run.path().resolve("control.sock"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())))
        .isEqualTo("rw-------");
    socket.close();
    socket.close();
    try (Stream<Path> left = Files.list(run.path())) {
      assertThat(left).containsExactly(run.outputDirectory());
    }
  }

  @Test
  void socketOfAKilledSupervisorIsReplaced() throws IOException {
    // Closing the channel leaves the file, as a SIGKILL does.
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(run.controlSocket()));
    }
    Files.createDirectory(run.path().resolve(".ctl"));
    assertThat(run.controlSocket()).exists();
    try (ControlSocket socket = serve(this::accept)) {
      assertThat(ControlClient.ask(socket.path(), new ControlRequest.DumpAll()))
          .isInstanceOf(Tried.Done.class);
    }
  }

  @Test
  void longPathsGetAShortSocketAndDesertedOnesAreSweptAway() throws IOException {
    Path runtime = Files.createDirectory(scratch.resolve("xdg"));
    Path shared = Files.createDirectory(runtime.resolve("lifeguard"));
    Path deserted = shared.resolve("0123456789abcdef.sock");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(deserted));
    }
    RunDirectory far = done(RunDirectory.createAt(scratch.resolve("ä".repeat(60))));
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());
    try (ControlSocket socket = done(ControlSocket.open(far, environment))) {
      socket.serve(this::accept);
      assertThat(socket.path().getParent()).isEqualTo(shared);
      assertThat(deserted).doesNotExist();
      assertThat(ControlClient.ask(socket.path(), new ControlRequest.DumpAll()))
          .isInstanceOf(Tried.Done.class);
    }
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void withoutARuntimeDirectoryThereIsAPrivateOneAmongTheTemporary() throws IOException {
    RunDirectory far = done(RunDirectory.createAt(scratch.resolve("a".repeat(120))));
    try (ControlSocket socket = done(ControlSocket.open(far, Map.of()))) {
      Path directory = socket.path().resolveSibling("");
      assertThat(directory.getParent()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void placeThatCannotBeMadeIsARefusalWithItsReason() throws IOException {
    Files.createDirectory(run.controlSocket());
    Files.createFile(run.controlSocket().resolve("in-the-way"));
    assertThat(ControlSocket.open(run, Map.of()))
        .isInstanceOfSatisfying(
            Tried.Refused.class,
            it -> assertThat(it.sentence()).startsWith("The run takes no commands"));
    assertThat(run.path().resolve(".ctl")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          nonsense | it is no valid JSON
          [] | it is no JSON object
          {} | it has no 'command'
          {"command":1} | its 'command' is no text
          {"command":"pauze"} | 'pauze' is no command; the commands are pause, go,
          {"command":"kill"} | it has no 'worker'
          {"command":"kill","worker":"3"} | its 'worker' is no number
          {"command":"kill","worker":99999999999} | its 'worker' is no number of this size
          {"command":"kill","worker":3,"process":7} | its 'process' is no object
          {"command":"workers","count":1.5} | its 'count' is no whole number
          {"command":"pause"} {} | something follows its end
          {"command": | no valid JSON
          """)
  void nonsenseIsAnsweredInPlainWordsAndNeverReachesThePool(String line, String word)
      throws IOException {
    try (ControlSocket socket = serve(this::accept)) {
      assertThat(raw(socket.path(), (line + "\n").getBytes(UTF_8)))
          .startsWith("{\"ok\":false,\"reason\":\"not understood: ")
          .contains(word);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void anyBytesAreAnsweredOrEndTheConnection() throws IOException {
    try (ControlSocket socket = serve(this::accept)) {
      for (int seed = 0; seed < 300; seed++) {
        Random random = new Random(seed);
        byte[] bytes = "{\"command\":\"kill\",\"worker\":3}\n".getBytes(UTF_8);
        for (int i = random.nextInt(1, 6); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        assertThat(raw(socket.path(), bytes)).as("seed %d", seed).startsWith("{\"ok\":");
      }
      assertThat(raw(socket.path(), "[".repeat(4_000).getBytes(UTF_8))).contains("not understood");
    }
  }

  @Test
  void lineWithoutAnEndIsRefusedBeforeItFillsTheMemory() throws IOException {
    try (ControlSocket socket = serve(this::accept)) {
      assertThat(raw(socket.path(), "x".repeat(5_000).getBytes(UTF_8)))
          .contains("a line has at most 4096 bytes");
    }
  }

  @Test
  void oneConnectionMayAskManyTimes() throws IOException {
    try (ControlSocket socket = serve(this::accept)) {
      String three = "{\"command\":\"pause\"}\n{\"command\":\"go\"}\n{\"command\":\"dump\"}";
      assertThat(raw(socket.path(), three.getBytes(UTF_8))).isEqualTo("{\"ok\":true}\n".repeat(3));
    }
    assertThat(asked).hasSize(3);
  }

  @Test
  void silentClientsAreSentAwayAndTheOthersServed() throws Exception {
    List<SocketChannel> silent = new ArrayList<>();
    try (ControlSocket socket = done(ControlSocket.open(run, Map.of(), Duration.ofMillis(300)))) {
      socket.serve(this::accept);
      for (int i = 0; i < 100; i++) {
        silent.add(connect(socket.path()));
      }
      assertThat(ControlClient.ask(socket.path(), new ControlRequest.DumpAll()))
          .isInstanceOf(Tried.Done.class);
      for (SocketChannel client : silent) {
        assertThat(client.read(ByteBuffer.allocate(1))).as("the end").isEqualTo(-1);
      }
    } finally {
      for (SocketChannel client : silent) {
        client.close();
      }
    }
  }

  @Test
  void hundredClientsAtOnceAreAllAnswered() throws Exception {
    try (ControlSocket socket = serve(this::accept);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Tried<CommandAnswer>>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(
            clients.submit(() -> ControlClient.ask(socket.path(), new ControlRequest.DumpAll())));
      }
      for (Future<Tried<CommandAnswer>> answer : answers) {
        assertThat(answer.get()).isEqualTo(new Tried.Done<>(new CommandAnswer.Accepted()));
      }
    }
    assertThat(asked).hasSize(100);
  }

  /// The client asks in the last third of its time, and the pool has a time of its own after that.
  @Test
  void poolThatDoesNotAnswerIsToldToTheClient() throws Exception {
    Duration patience = Duration.ofSeconds(3);
    try (ControlSocket socket = done(ControlSocket.open(run, Map.of(), patience))) {
      socket.serve(_ -> new CompletableFuture<>());
      try (SocketChannel client = connect(socket.path())) {
        long connected = System.nanoTime();
        await().until(() -> System.nanoTime() - connected > patience.toNanos() * 6 / 10);
        client.write(ByteBuffer.wrap("{\"command\":\"dump\"}\n".getBytes(UTF_8)));
        client.shutdownOutput();
        assertThat(rest(client)).contains("the pool does not answer; try again");
      }
    }
  }

  @Test
  void whatWasAskedBeforeTheEndIsStillAnswered() throws Exception {
    CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
    ControlSocket socket =
        serve(request -> {
          asked.add(request);
          return answer;
        });
    try (SocketChannel client = connect(socket.path())) {
      client.write(ByteBuffer.wrap("{\"command\":\"abort\"}\n".getBytes(UTF_8)));
      await().until(() -> asked.size() == 1);
      Thread end = Thread.ofPlatform().start(socket::close);
      await().until(() -> !Files.exists(socket.path()));
      answer.complete(new CommandAnswer.Accepted());
      assertThat(rest(client)).isEqualTo("{\"ok\":true}\n");
      end.join();
    }
  }

  @Test
  void serverThatIsNotThereIsNamed() {
    assertThat(ControlClient.ask(scratch.resolve("none"), new ControlRequest.DumpAll()))
        .isInstanceOfSatisfying(
            Tried.Refused.class, it -> assertThat(it.sentence()).contains("cannot be reached"));
  }

  @Test
  void serverThatSaysNothingIsNotWaitedForForEver() throws IOException {
    Path mute = scratch.resolve("mute");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(mute));
      assertThat(ControlClient.ask(mute, new ControlRequest.DumpAll(), Duration.ofMillis(100)))
          .isInstanceOfSatisfying(
              Tried.Refused.class, it -> assertThat(it.sentence()).contains("does not answer"));
    }
  }

  private ControlSocket serve(ControlSocket.Desk desk) {
    ControlSocket socket = done(ControlSocket.open(run, Map.of()));
    socket.serve(desk);
    return socket;
  }

  private CompletionStage<CommandAnswer> accept(ControlRequest request) {
    asked.add(request);
    return CompletableFuture.completedFuture(new CommandAnswer.Accepted());
  }

  private static SocketChannel connect(Path socket) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  /// Sends bytes, says that no more come, and reads all that is answered.
  private static String raw(Path socket, byte[] bytes) throws IOException {
    try (SocketChannel client = connect(socket)) {
      client.write(ByteBuffer.wrap(bytes));
      client.shutdownOutput();
      return rest(client);
    }
  }

  private static String rest(SocketChannel client) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(1 << 16);
    while (client.read(answer) >= 0) {
      // Until the server is done.
    }
    return new String(answer.array(), 0, answer.position(), UTF_8);
  }
}
