package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.WorkerTarget;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.OutputLine;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.WorkerOutput;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Has workers print the stacks of their threads, and shows what the chosen one printed since. A
/// worker prints them itself: nothing is attached to it, and no right is needed. JavaFX thread.
public final class DumpViewModel implements Detail {
  // Stacks of hundreds of threads; what a chatty worker prints meanwhile is cut there.
  private static final int MOST_LINES = 2_000;

  /// A worker that is asked answers within milliseconds, unless it is stopped; then never.
  private static final int PATIENCE_TICKS = 20;

  private final boolean possible;
  private final BiConsumer<Command, Consumer<CommandAnswer>> sender;
  private final Supplier<List<WorkerTarget>> workers;
  private final Optional<JobOutput> job;
  private final Background background;
  private final ReadOnlyBooleanWrapper canDump = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper stack = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper answer = new ReadOnlyStringWrapper("");
  private Subject subject = Subject.NONE;
  private Optional<Wait> wait = Optional.empty();

  /// Waits for the lines that come after the order.
  private static final class Wait {
    private final WorkerOutput output;
    private final int from;
    private int ticks;

    private Wait(WorkerOutput output, int from) {
      this.output = output;
      this.from = from;
    }
  }

  /// Dumps of a job's workers.
  ///
  /// @param workers those that live now
  /// @param job what they print; absent where that is not kept
  public DumpViewModel(
      Set<Capability> capabilities,
      BiConsumer<Command, Consumer<CommandAnswer>> sender,
      Supplier<List<WorkerTarget>> workers,
      Optional<JobOutput> job,
      Background background) {
    this.possible = capabilities.contains(Capability.DUMP_STACKS);
    this.sender = sender;
    this.workers = workers;
    this.job = job;
    this.background = background;
  }

  /// Whether workers of this job can be asked at all.
  public boolean isOffered() {
    return possible;
  }

  /// Whether the chosen worker can be asked now.
  public ReadOnlyBooleanProperty canDumpProperty() {
    return canDump.getReadOnlyProperty();
  }

  /// What the chosen worker printed since it was asked.
  public ReadOnlyStringProperty stackProperty() {
    return stack.getReadOnlyProperty();
  }

  /// What became of the order.
  public ReadOnlyStringProperty answerProperty() {
    return answer.getReadOnlyProperty();
  }

  @Override
  public void choose(Subject next) {
    if (!next.isSameAs(subject)) {
      stopWaiting();
      stack.set("");
      answer.set("");
    }
    subject = next;
    canDump.set(possible && target().isPresent());
  }

  /// The chosen process, if it is a worker itself.
  private Optional<WorkerTarget> target() {
    return workers.get().stream()
        .filter(worker -> worker.worker() == subject.worker())
        .filter(worker -> worker.process().equals(subject.process()))
        .findFirst();
  }

  @Override
  public void showing(boolean now) {
    if (!now) {
      stopWaiting();
    }
  }

  /// Asks the chosen worker.
  public void dump() {
    Optional<WorkerTarget> chosen = target();
    if (!possible || chosen.isEmpty()) {
      return;
    }
    stopWaiting();
    stack.set("");
    answer.set(Text.of("threads.asking", subject.name()));
    WorkerTarget asked = chosen.get();
    if (job.isEmpty()) {
      order(asked, Optional.empty());
      return;
    }
    WorkerOutput output = job.get().of(asked.worker());
    background.call(
        output::look,
        // Only what is printed from now on is an answer.
        extent -> order(asked, Optional.of(new Wait(output, extent.lines()))),
        answer::set);
  }

  private void order(WorkerTarget asked, Optional<Wait> next) {
    wait = next;
    asked.process().ifPresent(process -> order(asked, process));
  }

  private void order(WorkerTarget asked, ProcessIdentity process) {
    sender.accept(
        new Command.Dump(asked.worker(), process),
        reply -> {
          if (asked.worker() == subject.worker()) {
            answer.set(
                switch (reply) {
                  case CommandAnswer.Accepted _ -> Text.of("threads.asked", asked.name());
                  case CommandAnswer.Refused(String reason) -> reason;
                });
          }
        });
  }

  /// Asks every worker that lives.
  public void dumpAll() {
    if (!possible) {
      return;
    }
    List<WorkerTarget> all = workers.get();
    answer.set(Text.of("threads.asked-all", all.size()));
    for (WorkerTarget each : all) {
      if (each.worker() == subject.worker()) {
        dump();
      } else {
        each.process().ifPresent(process -> order(each, process));
      }
    }
    answer.set(Text.of("threads.asked-all", all.size()));
  }

  @Override
  public void look() {
    wait.ifPresent(waiting -> {
      waiting.ticks++;
      if (waiting.ticks > PATIENCE_TICKS) {
        stopWaiting();
        return;
      }
      background.call(() -> linesSince(waiting), text -> show(waiting, text), answer::set);
    });
  }

  private static String linesSince(Wait waiting) {
    waiting.output.look();
    return waiting.output.lines(waiting.from, MOST_LINES).stream()
        .map(OutputLine::text)
        .map(TerminalText::plain)
        .collect(Collectors.joining("\n"));
  }

  private void show(Wait waiting, String text) {
    if (wait.isPresent() && wait.get().equals(waiting) && !text.isEmpty()) {
      stack.set(text);
    }
  }

  private void stopWaiting() {
    wait.ifPresent(waiting -> {
      wait = Optional.empty();
      background.call(() -> closed(waiting.output), _ -> {}, _ -> {});
    });
  }

  private static WorkerOutput closed(WorkerOutput output) {
    output.close();
    return output;
  }
}
