package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.MemoryWords;
import dev.lifeguard.gui.common.Silence;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.ForeignPicture;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the strips and the status bar say about the job as a whole. JavaFX thread.
public final class SummaryViewModel {
  private final Ownership ownership;
  private final boolean film;
  private final ReadOnlyObjectWrapper<Figures> figures =
      new ReadOnlyObjectWrapper<>(new Figures("–", "–", "–", "–", "–", "", ""));
  private final ReadOnlyObjectWrapper<Memory> memory =
      new ReadOnlyObjectWrapper<>(new Memory("", MemoryLevel.UNKNOWN));
  private final ReadOnlyObjectWrapper<Optional<Verdict>> verdict =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<String> banner = new ReadOnlyObjectWrapper<>("");
  private final ReadOnlyObjectWrapper<Status> status =
      new ReadOnlyObjectWrapper<>(new Status("", "", "", "", Light.QUIET));
  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.RUNNING);
  private final ReadOnlyObjectWrapper<Boolean> silent = new ReadOnlyObjectWrapper<>(false);

  private String news = "";
  private boolean held;

  /// The numbers of the summary strip.
  ///
  /// @param failed empty when nothing failed, so that it needs no place
  /// @param hung likewise when every worker makes progress
  public record Figures(
      String busy,
      String queued,
      String done,
      String retried,
      String quarantined,
      String failed,
      String hung) {}

  /// The memory of the pool.
  public record Memory(String text, MemoryLevel level) {}

  /// How the job ended.
  ///
  /// @param good whether every task is done
  public record Verdict(String text, boolean good) {}

  /// The status bar.
  ///
  /// @param job which job, whose, and its pid
  /// @param sampler what measuring costs
  /// @param recording whether it is recorded
  /// @param recordingDetail where, or why not
  public record Status(
      String job, String sampler, String recording, String recordingDetail, Light light) {}

  /// The little light of the status bar.
  public enum Light {
    /// Nothing to say.
    QUIET,
    /// All is well.
    GOOD,
    /// Look here.
    BAD
  }

  /// Where the job is.
  public enum Phase {
    /// It goes on.
    RUNNING,
    /// It was told to stop.
    STOPPING,
    /// It is over.
    ENDED
  }

  /// A job of which nothing is known yet.
  ///
  /// @param film whether it is over, and what is seen is a moment of its recording
  SummaryViewModel(Ownership ownership, boolean film) {
    this.ownership = ownership;
    this.film = film;
  }

  /// The numbers of the strip.
  public ReadOnlyObjectProperty<Figures> figuresProperty() {
    return figures.getReadOnlyProperty();
  }

  /// The memory of the pool.
  public ReadOnlyObjectProperty<Memory> memoryProperty() {
    return memory.getReadOnlyProperty();
  }

  /// How the job ended; empty while it runs.
  public ReadOnlyObjectProperty<Optional<Verdict>> verdictProperty() {
    return verdict.getReadOnlyProperty();
  }

  /// Something that the user has to know now; empty when there is nothing.
  public ReadOnlyObjectProperty<String> bannerProperty() {
    return banner.getReadOnlyProperty();
  }

  /// The status bar.
  public ReadOnlyObjectProperty<Status> statusProperty() {
    return status.getReadOnlyProperty();
  }

  /// Where the job is.
  public ReadOnlyObjectProperty<Phase> phaseProperty() {
    return phase.getReadOnlyProperty();
  }

  /// Whether nothing is heard of the job, so that what is on the screen may be out of date.
  public ReadOnlyObjectProperty<Boolean> silentProperty() {
    return silent.getReadOnlyProperty();
  }

  /// Shows the next picture of a pool of Lifeguard.
  void show(SummaryPicture picture) {
    show(picture, ForeignPicture.NONE);
  }

  /// Shows the next picture.
  ///
  /// @param foreign what there is to say because somebody else started the pool
  void show(SummaryPicture picture, ForeignPicture foreign) {
    boolean unseen = foreign.isForeign() && foreign.inside().isEmpty();
    figures.set(unseen ? figuresOfForeign(picture) : figuresOf(picture));
    memory.set(new Memory(memoryText(picture.memory().memory()), picture.memory()));
    boolean over = picture.end().isPresent() || foreign.end().isPresent();
    boolean quiet = !over && picture.moment().silentNanos() >= Silence.NANOS;
    silent.set(quiet);
    news = over && picture.end().isEmpty() ? ForeignWords.end(foreign) : bannerOf(picture, quiet);
    showBanner();
    picture
        .job()
        .ifPresent(job ->
            status.set(
                foreign.isForeign()
                    ? statusOfForeign(picture, job, over)
                    : statusOf(picture, job, quiet)));
    verdict.set(picture.end().map(end -> verdictOf(picture, end)));
    phase.set(
        over
            ? Phase.ENDED
            : picture.flow() == SummaryPicture.Flow.STOPPING ? Phase.STOPPING : Phase.RUNNING);
  }

  /// Says that the tables stand still because the user wants them to.
  void hold(boolean on) {
    held = on;
    showBanner();
  }

  private void showBanner() {
    String standing = held ? Text.of("banner.held") : "";
    banner.set(standing + (held && !news.isEmpty() ? "\n" : "") + news);
  }

  /// Says why no further picture comes; the last one stays.
  void showFault(String fault) {
    silent.set(true);
    news = fault;
    showBanner();
  }

  /// Tasks of somebody else's pool cannot be seen, and none is not the same as unknown.
  private static Figures figuresOfForeign(SummaryPicture picture) {
    String unknown = Text.of("unknown");
    return new Figures(
        Text.of("summary.busy-of", picture.busy(), picture.alive()),
        unknown,
        unknown,
        unknown,
        unknown,
        "",
        "");
  }

  private Status statusOfForeign(SummaryPicture picture, JobDescription job, boolean over) {
    if (film) {
      return new Status(
          Text.of("status.recorded-pool", job.name(), job.supervisor().pid()),
          "",
          Text.of("status.recorded"),
          Text.of("status.recorded-tip"),
          Light.QUIET);
    }
    return new Status(
        Text.of("status.foreign", job.name(), job.supervisor().pid()),
        picture.samplerCostNanos() == 0
            ? ""
            : Text.of("status.sampler-of-others", Elapsed.millis(picture.samplerCostNanos())),
        Text.of("status.unrecorded"),
        Text.of("status.unrecorded-tip"),
        over ? Light.QUIET : Light.GOOD);
  }

  private static Figures figuresOf(SummaryPicture picture) {
    int failed = picture.count(TaskState.FAILED) + picture.count(TaskState.TIMED_OUT);
    return new Figures(
        Text.of("summary.busy-of", picture.busy(), picture.alive()),
        String.valueOf(picture.count(TaskState.QUEUED)),
        String.valueOf(picture.count(TaskState.DONE)),
        String.valueOf(picture.retried()),
        String.valueOf(picture.count(TaskState.QUARANTINED)),
        failed == 0 ? "" : String.valueOf(failed),
        picture.hung() == 0 ? "" : String.valueOf(picture.hung()));
  }

  private static String memoryText(MemoryReading sum) {
    if (sum.residentBytes().isEmpty()) {
      return "";
    }
    String resident = MemoryWords.size(sum.residentBytes());
    String committed = MemoryWords.size(sum.committedBytes());
    String reserved = MemoryWords.size(sum.reservedBytes());
    return sum.pssBytes().isPresent()
        ? Text.of("summary.memory-pss", resident, committed, reserved)
        : Text.of("summary.memory", resident, committed, reserved);
  }

  private static String recordingWords(SummaryPicture picture) {
    return picture.gaps() == 0 ? picture.recordingRemark() : Text.of("banner.gaps", picture.gaps());
  }

  private static String bannerOf(SummaryPicture picture, boolean quiet) {
    if (!picture.moment().fault().isEmpty()) {
      return picture.moment().fault();
    }
    if (quiet) {
      return Text.of("banner.silent", Elapsed.text(picture.moment().silentNanos()));
    }
    if (!picture.recordingFault().isEmpty()) {
      return Text.of("banner.recording", picture.recordingFault());
    }
    if (picture.end().isEmpty() && picture.gaveUp().isPresent()) {
      return Text.of("banner.gave-up", picture.gaveUp().get().reason());
    }
    return switch (picture.flow()) {
      case RUNNING, ENDED -> recordingWords(picture);
      case PAUSED -> Text.of("banner.paused");
      case DRAINING -> Text.of("banner.draining");
      case STOPPING -> Text.of("banner.stopping", picture.stopping());
    };
  }

  private Status statusOf(SummaryPicture picture, JobDescription job, boolean quiet) {
    String whose =
        switch (ownership) {
          case THIS_PROCESS -> Text.of("status.launched", job.name(), job.supervisor().pid());
          case OTHERS, WATCHED ->
              film || picture.isOver()
                  ? Text.of("status.recorded-run", job.name(), job.supervisor().pid())
                  : Text.of("status.watched", job.name(), job.supervisor().pid());
        };
    String cost =
        picture.samplerCostNanos() == 0
            ? ""
            : Text.of(
                "status.sampler",
                SampleRate.words(Duration.ofNanos(picture.samplePeriodNanos())),
                Elapsed.millis(picture.samplerCostNanos()));
    boolean recorded = picture.recordingFault().isEmpty();
    String recording =
        recorded
            ? film || picture.end().isPresent() || isOver(picture)
                ? Text.of("status.recorded")
                : Text.of("status.recording", Elapsed.text(picture.moment().nowNanos()))
            : Text.of("status.not-recording");
    Light light =
        quiet || !recorded || (!picture.moment().fault().isEmpty() && !picture.savedEarly())
            ? Light.BAD
            : film || picture.isOver() ? Light.QUIET : Light.GOOD;
    return new Status(
        whose, cost, recording, recorded ? job.runDirectory() : picture.recordingFault(), light);
  }

  /// Whether nothing more will be recorded although the job was not ended in order.
  private boolean isOver(SummaryPicture picture) {
    return ownership != Ownership.THIS_PROCESS && !picture.moment().fault().isEmpty();
  }

  /// How a job has ended, a sentence; empty while it runs.
  static String verdictOf(SummaryPicture picture) {
    return picture.end().map(end -> verdictOf(picture, end).text()).orElse("");
  }

  private static Verdict verdictOf(SummaryPicture picture, PoolEvent.JobEnded end) {
    int done = picture.count(TaskState.DONE);
    int total = picture.taskCount();
    String time = Elapsed.text(end.atNanos());
    StringBuilder text =
        new StringBuilder(
            switch (end.end()) {
              case FINISHED -> Text.of("end.finished", time);
              case STOPPED -> Text.of("end.stopped", time);
              case GAVE_UP ->
                  Text.of(
                      "end.gave-up",
                      time,
                      picture.gaveUp().map(PoolEvent.PoolGaveUp::reason).orElse(""));
            });
    text.append(' ');
    text.append(Text.of("end.done", done, total));
    text.append(", ").append(Text.of("end.retried", picture.retried()));
    text.append(", ").append(Text.of("end.quarantined", picture.count(TaskState.QUARANTINED)));
    appendIfAny(text, picture.count(TaskState.FAILED), n -> Text.of("end.failed", n));
    appendIfAny(text, picture.count(TaskState.TIMED_OUT), n -> Text.of("end.timed-out", n));
    appendIfAny(text, picture.count(TaskState.CANCELLED), n -> Text.of("end.cancelled", n));
    appendIfAny(text, picture.count(TaskState.NOT_RUN), n -> Text.of("end.not-run", n));
    return new Verdict(text.toString(), end.end() == JobEnd.FINISHED && done == total);
  }

  private static void appendIfAny(StringBuilder text, int count, IntFunction<String> words) {
    if (count > 0) {
      text.append(", ").append(words.apply(count));
    }
  }
}
