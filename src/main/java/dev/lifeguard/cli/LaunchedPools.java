package dev.lifeguard.cli;

import dev.lifeguard.attach.PoolInstrument;
import dev.lifeguard.attach.PoolInstrument.LostTask;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// Tells what the module inside a launched Python program has noted: tasks that were lost, and what
/// was done about them. Has a thread of its own from [#follow] to [#close].
final class LaunchedPools implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;
  private static final long PATIENCE_MILLIS = 2_000;
  // Ten seconds; a wrapper of a slow shell may stand before the interpreter.
  private static final int ROUNDS_TO_LOAD = 100;

  private final Optional<PoolInstrument> instrument;
  private final boolean json;
  private final BiConsumer<Terminal.Tone, String> lines;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("launched-pools").unstarted(this::run);
  private boolean following;
  // Written by the thread, and by who closes when that has ended.
  private volatile boolean toldNotLoaded;

  private LaunchedPools(
      Optional<PoolInstrument> instrument, boolean json, BiConsumer<Terminal.Tone, String> lines) {
    this.instrument = instrument;
    this.json = json;
    this.lines = lines;
  }

  /// Nothing is looked into.
  static LaunchedPools none() {
    return new LaunchedPools(Optional.empty(), false, (_, _) -> {});
  }

  /// @param lines takes each line, whole and without its end; any thread
  static LaunchedPools in(
      PoolInstrument instrument, boolean json, BiConsumer<Terminal.Tone, String> lines) {
    return new LaunchedPools(Optional.of(instrument), json, lines);
  }

  /// The environment of the program, made of ours.
  Map<String, String> environment(Map<String, String> own) {
    return instrument.map(it -> it.environment(own)).orElse(own);
  }

  /// Tells from now on.
  void follow() {
    following = instrument.isPresent();
    if (following) {
      thread.start();
    }
  }

  private void run() {
    try {
      int rounds = 0;
      while (!over.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        tell();
        if (++rounds == ROUNDS_TO_LOAD) {
          tellIfNotLoaded();
        }
      }
      tell();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    instrument.ifPresent(it -> {
      it.sentences().forEach(sentence -> lines.accept(Terminal.Tone.QUIET, remark(sentence)));
      it.lostTasks().forEach(lost -> lines.accept(tone(lost), json ? object(lost) : words(lost)));
    });
  }

  private String remark(String sentence) {
    return json
        ? "{\"at\":\"" + now() + "\",\"event\":\"remark\",\"sentence\":" + quoted(sentence) + "}"
        : sentence;
  }

  private static String quoted(String sentence) {
    return "\""
        + sentence.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ")
        + "\"";
  }

  private static Terminal.Tone tone(LostTask lost) {
    return lost.fate() == PoolInstrument.Fate.PUT_BACK ? Terminal.Tone.PLAIN : Terminal.Tone.BAD;
  }

  private static String words(LostTask lost) {
    String task = "task " + lost.task() + " of call " + lost.job();
    return switch (lost.fate()) {
      case FORGOTTEN ->
          task
              + " was in the hands of pid "
              + lost.pid()
              + " and is lost: the call that waits for it will not return; --rescue would end it";
      case RAISED ->
          task
              + " was in the hands of pid "
              + lost.pid()
              + " and is lost: the call that waits for it gets a WorkerLostError";
      case PUT_BACK -> task + " was lost with its worker and is put back";
    };
  }

  private static String object(LostTask lost) {
    String fate =
        switch (lost.fate()) {
          case FORGOTTEN -> "forgotten";
          case RAISED -> "raised";
          case PUT_BACK -> "put-back";
        };
    return "{\"at\":\""
        + now()
        + "\",\"event\":\"task-lost\",\"pid\":"
        + (lost.pid() == 0 ? "null" : Long.toString(lost.pid()))
        + ",\"pool\":"
        + lost.pool()
        + ",\"call\":"
        + lost.job()
        + ",\"task\":"
        + lost.task()
        + ",\"fate\":\""
        + fate
        + "\"}";
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /// Tells the rest and takes the module away.
  @Override
  public void close() {
    if (following) {
      over.countDown();
      try {
        thread.join(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      tellIfNotLoaded();
    }
    instrument.ifPresent(PoolInstrument::close);
  }

  /// Once: a program may run for days, and then hang.
  private void tellIfNotLoaded() {
    if (!toldNotLoaded && !instrument.map(PoolInstrument::isLoaded).orElse(true)) {
      toldNotLoaded = true;
      lines.accept(
          Terminal.Tone.QUIET,
          remark(
              "the program's Python did not load Lifeguard's module (-I, -E or -S keeps it"
                  + " out, and it wants 3.8 or newer); its pools were seen from outside only"));
    }
  }
}
