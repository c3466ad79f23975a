package dev.lifeguard.journal;

import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The recording of a job as a source of its events: of a finished one, or of a live one, whose
/// file is followed and whose control socket takes commands.
///
/// Each listener is served by a thread of its own that reads the file from the beginning, so late
/// ones are the normal case and no event is kept in memory here. When the supervisor is gone
/// without having ended the job, or the file can no longer be read, a last [PoolEvent.Unrecognised]
/// of type `recording-ends` says so.
public final class RecordedJob implements JobSource {
  private static final int MOST_IN_BATCH = 4096;
  private static final long POLL_MILLIS = 25;

  private final RunDirectory run;
  private final JournalHeader header;
  private final boolean early;
  private final Runnable afterwards;
  private final CountDownLatch closed = new CountDownLatch(1);

  private RecordedJob(RunDirectory run, JournalHeader header, boolean early, Runnable afterwards) {
    this.run = run;
    this.header = header;
    this.early = early;
    this.afterwards = afterwards;
  }

  /// Opens the recording in this run directory. Reads the disk.
  public static Tried<RecordedJob> open(RunDirectory run) {
    return open(run, false, () -> {});
  }

  /// The same with a run that is closed with it, or now if it is refused.
  public static Tried<RecordedJob> open(OpenedRun opened) {
    Tried<RecordedJob> job = open(opened.directory(), opened.isEarly(), opened::close);
    if (job instanceof Tried.Refused<RecordedJob>) {
      opened.close();
    }
    return job;
  }

  private static Tried<RecordedJob> open(RunDirectory run, boolean early, Runnable afterwards) {
    return switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        JournalHeader header = reader.header();
        close(reader);
        yield new Tried.Done<>(new RecordedJob(run, header, early, afterwards));
      }
      case Tried.Refused<JournalReader>(String sentence) -> new Tried.Refused<>(sentence);
    };
  }

  private static void close(JournalReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      // Nothing was written through it, so nothing is lost.
    }
  }

  /// The journal's first line.
  public JournalHeader header() {
    return header;
  }

  /// Whether the supervisor lives. Reads the lock, so not for every frame.
  public boolean supervisorLives() {
    return run.isLive();
  }

  @Override
  public void subscribe(Listener listener) {
    Thread.ofPlatform().name("journal-follower").daemon().start(() -> serve(listener));
  }

  private void serve(Listener listener) {
    switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        try (reader) {
          follow(reader, listener);
        } catch (IOException e) {
          deliver(listener, ending(reader, "it can no longer be read: " + IoSentence.reason(e)));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case Tried.Refused<JournalReader>(String sentence) ->
          deliver(listener, new PoolEvent.Unrecognised(0, "recording-ends", sentence));
    }
  }

  private void follow(JournalReader reader, Listener listener)
      throws IOException, InterruptedException {
    boolean lives = true;
    while (closed.getCount() > 0) {
      List<PoolEvent> events = reader.read(MOST_IN_BATCH);
      if (!events.isEmpty()) {
        listener.accept(events);
      } else if (reader.sawJobEnd()) {
        return;
      } else if (!lives) {
        deliver(listener, early ? reader.savedEarly() : ending(reader, deathWords(reader)));
        return;
      } else {
        // What the supervisor wrote before it died is read after its death was seen.
        lives = run.isLive();
        if (lives && closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }
  }

  private static String deathWords(JournalReader reader) {
    long torn = reader.tornBytes();
    return "the supervisor is gone and did not end the job"
        + (torn == 0 ? "" : ", its last line is torn (" + torn + " bytes)");
  }

  private static PoolEvent ending(JournalReader reader, String why) {
    return reader.note("recording-ends", "the recording ends here: " + why);
  }

  private void deliver(Listener listener, PoolEvent event) {
    if (closed.getCount() > 0) {
      listener.accept(List.of(event));
    }
  }

  /// Asks the supervisor of a live run, over its control socket.
  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    Optional<Path> socket = liveSocket();
    return socket.isEmpty()
        ? CompletableFuture.completedFuture(
            new CommandAnswer.Refused("This is a recording, which takes no commands"))
        : CompletableFuture.supplyAsync(
            () -> ask(socket.get(), command), task -> Thread.ofVirtual().start(task));
  }

  private static CommandAnswer ask(Path socket, Command command) {
    return switch (ControlClient.ask(socket, new ControlRequest.Whole(command))) {
      case Tried.Done<CommandAnswer>(CommandAnswer answer) -> answer;
      case Tried.Refused<CommandAnswer>(String sentence) -> new CommandAnswer.Refused(sentence);
    };
  }

  /// Everything while the run lives and has a control socket, and else nothing. Reads the lock, so
  /// not for every frame.
  @Override
  public Set<Capability> capabilities() {
    return liveSocket().isPresent()
        ? Capability.all(HostSystem.named(header().system()))
        : EnumSet.noneOf(Capability.class);
  }

  private Optional<Path> liveSocket() {
    return controlSocket().filter(_ -> run.isLive());
  }

  /// Where the supervisor takes commands, if it does: in the run directory, which may have been
  /// moved before the run went on, or else where the header says.
  public Optional<Path> controlSocket() {
    return Files.exists(run.controlSocket())
        ? Optional.of(run.controlSocket())
        : header.controlSocket().map(Path::of);
  }

  @Override
  public Optional<JobOutput> output() {
    return Optional.of(new RunOutput(run));
  }

  /// Ends the delivery; a batch that is being delivered is still delivered.
  @Override
  public void close() {
    closed.countDown();
    afterwards.run();
  }
}
