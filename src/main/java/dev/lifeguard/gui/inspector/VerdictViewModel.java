package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.WorkerActivity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What is concluded about a pool that somebody else started, on top of the inspector. JavaFX
/// thread.
public final class VerdictViewModel {
  private final Set<Capability> capabilities;
  private final BiConsumer<Command, Consumer<CommandAnswer>> sender;
  private final ReadOnlyObjectWrapper<Optional<Card>> card =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper canEnd = new ReadOnlyBooleanWrapper();
  private final Consumer<Consumer<Optional<EndMeans>>> asker;
  private final ReadOnlyObjectWrapper<Optional<Question>> question =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper answer = new ReadOnlyStringWrapper("");
  private ForeignPicture picture = ForeignPicture.NONE;

  /// How loud the panel is.
  public enum Tone {
    /// All is well, or nothing is known.
    QUIET,
    /// Worth a look.
    WARNING,
    /// The job will not go on by itself.
    TROUBLE
  }

  /// The panel.
  ///
  /// @param headline the verdict in a few words, with its certainty
  /// @param evidence what it rests on, line by line
  /// @param kind what the pool is, and why it was taken for that
  /// @param onDeath what such a pool does when a worker dies
  /// @param unseen what these rights do not let be seen, and what would; empty when everything is
  public record Card(
      Tone tone,
      String headline,
      String sentence,
      String remedy,
      List<String> evidence,
      String kind,
      String onDeath,
      String unseen) {}

  /// What is asked before the job is ended.
  ///
  /// @param text what will happen
  /// @param yes the word on the button
  /// @param kills whether all processes are killed, because nobody hears a wish
  /// @param done what is said when it was done
  public record Question(String text, String yes, boolean kills, String done) {}

  /// A panel about nothing yet.
  ///
  /// @param capabilities what the job can do at all
  /// @param sender sends a command and hands the answer over on the JavaFX thread
  /// @param asker finds out how the manager would be asked to end, likewise
  public VerdictViewModel(
      Set<Capability> capabilities,
      BiConsumer<Command, Consumer<CommandAnswer>> sender,
      Consumer<Consumer<Optional<EndMeans>>> asker) {
    this.capabilities = capabilities;
    this.sender = sender;
    this.asker = asker;
  }

  /// What is to be seen; empty for a pool of Lifeguard.
  public ReadOnlyObjectProperty<Optional<Card>> cardProperty() {
    return card.getReadOnlyProperty();
  }

  /// Whether the job can be ended from here.
  public ReadOnlyBooleanProperty canEndProperty() {
    return canEnd.getReadOnlyProperty();
  }

  /// What is asked before it is ended; empty as long as nobody wants that.
  public ReadOnlyObjectProperty<Optional<Question>> questionProperty() {
    return question.getReadOnlyProperty();
  }

  /// What came of the wish to end it; empty before.
  public ReadOnlyStringProperty answerProperty() {
    return answer.getReadOnlyProperty();
  }

  /// Shows the next picture.
  public void show(ForeignPicture next) {
    picture = next;
    canEnd.set(
        next.isForeign()
            && next.end().isEmpty()
            && capabilities.contains(Capability.END_FOREIGN_JOB));
    Optional<Card> now = next.isForeign() ? Optional.of(cardOf(next)) : Optional.empty();
    if (!now.equals(card.get())) {
      card.set(now);
    }
  }

  private static Card cardOf(ForeignPicture picture) {
    Optional<Verdict> verdict = picture.verdict().map(it -> it.verdict());
    return new Card(
        verdict.map(VerdictViewModel::tone).orElse(Tone.QUIET),
        verdict.map(VerdictViewModel::headline).orElse(Text.of("verdict.looking")),
        verdict.map(Verdict::sentence).orElse(""),
        verdict.map(Verdict::remedy).orElse(""),
        verdict.stream()
            .flatMap(it -> it.evidence().stream())
            .map(it -> Text.of("verdict.evidence", it.source(), it.text()))
            .toList(),
        picture
            .recognised()
            .map(it -> Text.of("verdict.kind", it.kind().title(), it.reason()))
            .orElse(""),
        picture.recognised().map(it -> it.kind().onDeath()).orElse(""),
        picture
            .recognised()
            .map(it -> Text.of("verdict.unseen", String.join("; ", it.unseen()), it.remedy()))
            .orElse(""));
  }

  private static Tone tone(Verdict verdict) {
    if (verdict.kind().isTrouble()) {
      return Tone.TROUBLE;
    }
    return switch (verdict.kind()) {
      case SUSPENDED, ENDED, UNKNOWN -> Tone.WARNING;
      case HEALTHY, IDLE, LOST_TASK, LOCK_HELD_BY_DEAD_WORKER, BROKEN_POOL, STALLED, CRASH_LOOP ->
          Tone.QUIET;
    };
  }

  private static String headline(Verdict verdict) {
    String word =
        switch (verdict.kind()) {
          case HEALTHY -> Text.of("verdict.healthy");
          case IDLE -> Text.of("verdict.idle");
          case SUSPENDED -> Text.of("verdict.suspended");
          case LOST_TASK -> Text.of("verdict.lost-task");
          case LOCK_HELD_BY_DEAD_WORKER -> Text.of("verdict.lock-held-by-dead-worker");
          case BROKEN_POOL -> Text.of("verdict.broken-pool");
          case STALLED -> Text.of("verdict.stalled");
          case CRASH_LOOP -> Text.of("verdict.crash-loop");
          case ENDED -> Text.of("verdict.ended");
          case UNKNOWN -> Text.of("verdict.unknown");
        };
    return verdict.certainty() == Certainty.LIKELY ? Text.of("verdict.likely", word) : word;
  }

  /// Finds out what ending the job will do; that is asked then.
  public void askToEnd() {
    asker.accept(means -> question.set(Optional.of(questionOf(means))));
  }

  /// Nothing is asked any more.
  public void takeBack() {
    question.set(Optional.empty());
  }

  private Question questionOf(Optional<EndMeans> means) {
    if (means.isEmpty()) {
      return new Question(
          usualWords(picture.manager()),
          Text.of("verdict.end-do"),
          false,
          Text.of("verdict.end-sent"));
    }
    long manager = means.get().manager().pid();
    String signal = SignalName.of(means.get().signal());
    return switch (means.get().hearing()) {
      case TAKES_IT, UNKNOWN ->
          new Question(
              usualWords(manager), Text.of("verdict.end-do"), false, Text.of("verdict.end-sent"));
      case IGNORES_IT ->
          new Question(
              Text.of("verdict.end-ignored", manager, signal),
              Text.of("verdict.kill-do"),
              true,
              Text.of("verdict.kill-sent"));
      case HOLDS_IT_BACK ->
          new Question(
              Text.of("verdict.end-held-back", manager, signal),
              Text.of("verdict.kill-do"),
              true,
              Text.of("verdict.kill-sent"));
      case NO_SIGNALS ->
          new Question(
              Text.of("verdict.end-no-signals"),
              Text.of("verdict.kill-do"),
              true,
              Text.of("verdict.kill-terminated"));
    };
  }

  private String usualWords(long manager) {
    boolean python =
        picture.recognised().map(it -> VerdictViewModel.endsByInterrupt(it.kind())).orElse(false);
    return python ? Text.of("verdict.end-python", manager) : Text.of("verdict.end-other", manager);
  }

  private static boolean endsByInterrupt(PoolKind kind) {
    return switch (kind) {
      case PYTHON_MULTIPROCESSING_POOL, PYTHON_PROCESS_POOL_EXECUTOR, LOKY, BILLIARD_POOL -> true;
      case CELERY_PREFORK, LIFEGUARD, GENERIC -> false;
    };
  }

  /// Does what was asked: asks the manager to end, or kills all where that is of no use.
  public void end() {
    boolean kills = question.get().map(Question::kills).orElse(false);
    String done = question.get().map(Question::done).orElseGet(() -> Text.of("verdict.end-sent"));
    takeBack();
    answer.set(Text.of("verdict.ending"));
    String asked = "asked by the user";
    sender.accept(
        kills ? new Command.Abort(asked) : new Command.Stop(asked),
        reply ->
            answer.set(
                switch (reply) {
                  case CommandAnswer.Accepted _ -> done;
                  case CommandAnswer.Refused(String reason) -> reason;
                }));
  }

  /// What will happen when a worker is ended, a sentence; empty for a pool of Lifeguard.
  public String consequence(int worker) {
    if (picture.recognised().isEmpty()) {
      return "";
    }
    PoolKind kind = picture.recognised().get().kind();
    boolean idle = picture.activities().get(worker) == WorkerActivity.IDLE;
    if (kind == PoolKind.PYTHON_MULTIPROCESSING_POOL) {
      return idle ? Text.of("consequence.pool-idle") : Text.of("consequence.pool-busy");
    }
    return kind.onDeath();
  }
}
