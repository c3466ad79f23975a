package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.RowNumbers;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.OutputLine;
import dev.lifeguard.job.WorkerOutput;
import dev.lifeguard.job.WorkerOutput.Extent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What the chosen worker prints. Holds the lines that are looked at and no others; while nobody
/// looks, it holds nothing and reads nothing. JavaFX thread.
public final class OutputViewModel implements Detail {
  private final Optional<JobOutput> job;
  private final Background background;
  private final OutputSearch search;
  private final ReadOnlyObjectWrapper<RowNumbers> rows =
      new ReadOnlyObjectWrapper<>(new RowNumbers());
  private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper();
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper position = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Reveal> reveal =
      new ReadOnlyObjectWrapper<>(new Reveal(-1, 0));
  private final ReadOnlyObjectWrapper<List<String>> lastWords =
      new ReadOnlyObjectWrapper<>(List.of());
  private final BooleanProperty follow = new SimpleBooleanProperty(true);
  private final StringProperty query = new SimpleStringProperty("");
  private IncidentsPicture picture = IncidentsPicture.EMPTY;
  private Subject subject = Subject.NONE;
  private boolean shown;
  private boolean looking;
  private Optional<Open> open = Optional.empty();

  /// A line that is to be brought into sight.
  ///
  /// @param serial another one each time, so that the same line can be asked for again
  public record Reveal(int line, int serial) {}

  /// The output that is being read.
  private static final class Open {
    private final WorkerOutput output;
    private final OutputPages pages;
    private Extent extent = Extent.NOTHING;

    private Open(WorkerOutput output, OutputPages pages) {
      this.output = output;
      this.pages = pages;
    }
  }

  /// The output of a job's workers.
  ///
  /// @param job absent where it is not kept
  public OutputViewModel(Optional<JobOutput> job, Background background) {
    this.job = job;
    this.background = background;
    search = new OutputSearch(background, this::searched);
    query.subscribe((_, text) -> ask(text));
    follow.subscribe((_, on) -> {
      if (on) {
        reveal(rows.get().size() - 1);
      }
    });
  }

  /// The lines, numbered from 0. Usually the list grows; sometimes it is another list.
  public ReadOnlyObjectProperty<RowNumbers> rowsProperty() {
    return rows.getReadOnlyProperty();
  }

  /// Another number whenever lines have to be drawn anew.
  public ReadOnlyIntegerProperty changesProperty() {
    return changes.getReadOnlyProperty();
  }

  /// Why there is no line to be seen.
  public ReadOnlyStringProperty messageProperty() {
    return message.getReadOnlyProperty();
  }

  /// Where the search stands: `3 of 17`.
  public ReadOnlyStringProperty positionProperty() {
    return position.getReadOnlyProperty();
  }

  /// The line to be brought into sight.
  public ReadOnlyObjectProperty<Reveal> revealProperty() {
    return reveal.getReadOnlyProperty();
  }

  /// The last lines before the worker's death; empty while it lives.
  public ReadOnlyObjectProperty<List<String>> lastWordsProperty() {
    return lastWords.getReadOnlyProperty();
  }

  /// Whether the newest line stays in sight.
  public BooleanProperty followProperty() {
    return follow;
  }

  /// What the user looks for; empty for nothing.
  public StringProperty queryProperty() {
    return query;
  }

  @Override
  public void choose(Subject next) {
    boolean other = next.worker() != subject.worker();
    subject = next;
    showLastWords();
    if (other) {
      close();
      openIfWanted();
    }
  }

  @Override
  public void showing(boolean now) {
    shown = now;
    if (now) {
      openIfWanted();
    } else {
      close();
    }
  }

  /// Shows what is known of the incidents, for the last words.
  void show(IncidentsPicture next) {
    picture = next;
    showLastWords();
  }

  private void showLastWords() {
    int id = subject.incident().orElse(0);
    List<String> words =
        id >= 1 && id <= picture.incidents().size()
            ? Optional.of(picture.incidents().get(id - 1))
                .filter(Incident::isDeath)
                .map(Incident::output)
                .orElse(List.of())
            : List.of();
    if (!words.equals(lastWords.get())) {
      lastWords.set(words);
    }
  }

  private void openIfWanted() {
    if (!shown || open.isPresent()) {
      return;
    }
    if (job.isPresent() && subject.worker() > 0) {
      WorkerOutput output = job.get().of(subject.worker());
      open = Optional.of(new Open(output, new OutputPages(output, background, this::redraw)));
      search.begin(query.get());
    }
    look();
  }

  private void close() {
    open.ifPresent(o -> background.call(() -> closed(o.output), _ -> {}, _ -> {}));
    open = Optional.empty();
    looking = false;
    dropRows();
    search.begin("");
    searched();
  }

  /// Two empty lists are equal, and a property does not tell of an equal value.
  private void dropRows() {
    if (!rows.get().isEmpty()) {
      rows.set(new RowNumbers());
    }
  }

  private static WorkerOutput closed(WorkerOutput output) {
    output.close();
    return output;
  }

  @Override
  public void look() {
    if (!shown) {
      return;
    }
    message.set(explanation());
    if (open.isEmpty() || looking) {
      return;
    }
    Open asked = open.get();
    looking = true;
    background.call(
        asked.output::look,
        extent -> {
          if (isOpen(asked)) {
            looking = false;
            show(asked, extent);
          }
        },
        _ -> looking &= !isOpen(asked));
  }

  private boolean isOpen(Open asked) {
    return open.isPresent() && open.get() == asked;
  }

  private String explanation() {
    if (job.isEmpty()) {
      return Text.of("output.not-kept");
    }
    if (subject.worker() == 0) {
      return Text.of("output.choose");
    }
    String fault = open.map(o -> o.extent.fault()).orElse("");
    return fault.isEmpty() ? Text.of("output.nothing", subject.worker()) : fault;
  }

  private void show(Open source, Extent extent) {
    if (extent.edition() != source.extent.edition()) {
      source.pages.clear();
      dropRows();
      search.begin(query.get());
    }
    source.extent = extent;
    message.set(explanation());
    boolean more = extent.lines() > rows.get().size();
    rows.get().resize(extent.lines());
    search.goOn(source.output, extent.lines());
    if (more && follow.get()) {
      // Fetched before it is drawn, so that it does not come in blank.
      source.pages.line(extent.lines() - 1, extent.lines());
      reveal(extent.lines() - 1);
    }
  }

  private void reveal(int line) {
    if (line >= 0) {
      reveal.set(new Reveal(line, reveal.get().serial() + 1));
    }
  }

  private void redraw() {
    changes.set(changes.get() + 1);
  }

  /// A line, once it was fetched.
  public Optional<OutputLine> line(int number) {
    return open.flatMap(o -> o.pages.line(number, o.extent.lines()));
  }

  /// Whether a line holds what the user looks for.
  public boolean isFound(int number) {
    return search.holds(number);
  }

  /// Whether it is the one that the user has walked to.
  public boolean isCurrent(int number) {
    return search.line() == number;
  }

  private void ask(String text) {
    search.begin(text);
    open.ifPresent(o -> search.goOn(o.output, o.extent.lines()));
    searched();
  }

  private void searched() {
    position.set(search.position());
    redraw();
  }

  /// Walks to the next line that was found.
  public void next() {
    walk(search.next());
  }

  /// Walks to the one before.
  public void previous() {
    walk(search.previous());
  }

  private void walk(int line) {
    if (line >= 0) {
      follow.set(false);
      reveal(line);
    }
    searched();
  }

  /// Fetches a stretch of lines as text.
  ///
  /// @param then gets them; not called when the user has chosen another worker meanwhile
  public void copy(int from, int count, Consumer<String> then) {
    open.ifPresent(asked ->
        background.call(
            () ->
                asked.output.lines(from, count).stream()
                    .map(OutputLine::text)
                    .collect(Collectors.joining("\n")),
            text -> {
              if (isOpen(asked)) {
                then.accept(text);
              }
            },
            _ -> {}));
  }
}
