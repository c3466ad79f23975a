package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static dev.lifeguard.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedJobTest {
  @TempDir Path scratch;

  private final List<PoolEvent> received = new CopyOnWriteArrayList<>();
  private final List<PoolEvent> events = Story.events();
  private RunDirectory run = RunDirectory.of(Path.of("/"));

  @BeforeEach
  void beginARun() throws IOException {
    run = done(RunDirectory.createAt(scratch.resolve("run")));
    JsonLine header = new JsonLine();
    HeaderLine.append(Story.header(), header);
    Files.write(run.journal(), header.copy());
  }

  @Test
  void finishedRunIsDeliveredFromTheFirstEventOnToEveryListener() throws IOException {
    append(events);
    List<PoolEvent> late = new CopyOnWriteArrayList<>();
    try (RecordedJob job = done(RecordedJob.open(run))) {
      job.subscribe(received::addAll);
      await().until(() -> received.size() == events.size());
      job.subscribe(late::addAll);
      await().until(() -> late.size() == events.size());

      assertThat(job.header()).isEqualTo(Story.header());
      assertThat(job.supervisorLives()).isFalse();
      assertThat(job.capabilities()).isEmpty();
      assertThat(job.send(new Command.Stop("no")).toCompletableFuture())
          .isCompletedWithValue(
              new CommandAnswer.Refused("This is a recording, which takes no commands"));
    }
    assertThat(ModelText.of(ModelText.fold(late))).isEqualTo(ModelText.of(ModelText.fold(events)));
  }

  @Test
  void liveRunIsFollowedAndATornLineIsWaitedFor() throws IOException {
    byte[] last = EventCodec.encode(events.getLast());
    try (RunLock _ = done(run.lock());
        RecordedJob job = done(RecordedJob.open(run))) {
      job.subscribe(received::addAll);
      append(events.subList(0, 10));
      await().until(() -> received.size() == 10);
      append(events.subList(10, events.size() - 1));
      append(Arrays.copyOf(last, 9));
      await().until(() -> received.size() == events.size() - 1);
      append(Arrays.copyOfRange(last, 9, last.length));
      await().until(() -> received.size() == events.size());

      assertThat(job.supervisorLives()).isTrue();
      assertThat(received).last().isEqualTo(events.getLast());
    }
  }

  @Test
  void liveRunWithAControlSocketTakesEveryCommand() throws IOException {
    List<ControlRequest> asked = new CopyOnWriteArrayList<>();
    try (RunLock _ = done(run.lock());
        ControlSocket socket = done(ControlSocket.open(run, Map.of()))) {
      socket.serve(request -> {
        asked.add(request);
        return CompletableFuture.completedFuture(new CommandAnswer.Accepted());
      });
      JsonLine header = new JsonLine();
      HeaderLine.append(Story.header().withControlSocket(socket.path()), header);
      Files.write(run.journal(), header.copy());
      try (RecordedJob job = done(RecordedJob.open(run))) {
        assertThat(job.capabilities()).containsExactlyInAnyOrder(Capability.values());
        assertThat(job.send(new Command.Pause()).toCompletableFuture().join())
            .isEqualTo(new CommandAnswer.Accepted());
      }
    }
    assertThat(asked).containsExactly(new ControlRequest.Whole(new Command.Pause()));
    try (RecordedJob job = done(RecordedJob.open(run))) {
      assertThat(job.capabilities()).as("of a run that has ended").isEmpty();
    }
  }

  @Test
  void deadSupervisorIsToldAfterTheLastEvent() throws IOException {
    append(events.subList(0, 10));
    append("{\"type\":\"task-sta".getBytes(UTF_8));
    try (RecordedJob job = done(RecordedJob.open(run))) {
      job.subscribe(received::addAll);
      await().until(() -> received.size() == 11);
    }
    assertThat(received)
        .last()
        .isEqualTo(
            new PoolEvent.Unrecognised(
                events.get(9).atNanos(),
                "recording-ends",
                "the recording ends here: the supervisor is gone and did not end the job, its last"
                    + " line is torn (17 bytes)"));
  }

  @Test
  void closedSourceDeliversNothingMore() throws IOException {
    try (RunLock _ = done(run.lock())) {
      try (RecordedJob job = done(RecordedJob.open(run))) {
        job.subscribe(received::addAll);
        append(events.subList(0, 1));
        await().until(() -> received.size() == 1);
      }
      await().until(() -> followers() == 0);
      append(events.subList(1, events.size()));
    }
    assertThat(received).hasSize(1);
  }

  private static long followers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("journal-follower"))
        .count();
  }

  private void append(List<PoolEvent> some) throws IOException {
    for (PoolEvent event : some) {
      append(EventCodec.encode(event));
    }
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(run.journal(), bytes, StandardOpenOption.APPEND);
  }
}
