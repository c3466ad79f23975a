package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Binds the threads of the chosen process to their view-model.
public final class ThreadsController {
  private final ThreadsViewModel model;
  private final DumpViewModel dumps;
  private final Appearance appearance;

  @FXML private SightNote note;
  @FXML private Label summary;
  @FXML private TableView<ThreadDetail> table;
  @FXML private Label waits;
  @FXML private VBox missing;
  @FXML private HBox buttons;
  @FXML private Button dump;
  @FXML private Label answer;
  @FXML private TextArea stack;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public ThreadsController(ThreadsViewModel model, DumpViewModel dumps, Appearance appearance) {
    this.model = model;
    this.dumps = dumps;
    this.appearance = appearance;
  }

  @FXML
  void initialize() {
    for (Node each : new Node[] {missing, buttons, answer, stack, waits}) {
      each.managedProperty().bind(each.visibleProperty());
    }
    Tables.numbers(table, Text.of("threads.tid"), 4.6, thread -> String.valueOf(thread.tid()));
    Tables.column(table, Text.of("threads.name"), 7.4, ThreadDetail::name);
    Tables.column(table, Text.of("threads.state"), 5.6, thread -> Words.state(thread.state()));
    Tables.numbers(table, Text.of("threads.cpu"), 3.4, ThreadsViewModel::share);
    Tables.column(table, Text.of("threads.waits"), 12, ThreadsViewModel::waits);
    table.getSelectionModel().selectedItemProperty().subscribe(this::tell);
    appearance.fontSizeProperty().subscribe(_ -> setSizes());
    table.widthProperty().subscribe(_ -> setSizes());
    model.threadsProperty().subscribe(this::show);
    buttons.setVisible(dumps.isOffered());
    dump.disableProperty().bind(dumps.canDumpProperty().not());
    answer.textProperty().bind(dumps.answerProperty());
    answer.visibleProperty().bind(dumps.answerProperty().isNotEmpty());
    stack.textProperty().bind(dumps.stackProperty());
    stack.visibleProperty().bind(dumps.stackProperty().isNotEmpty());
  }

  private void setSizes() {
    Tables.size(table, appearance.fontSizeProperty().get());
  }

  private void show(Sight<ThreadsDetail> sight) {
    note.show(sight);
    summary.setText(sight.value().map(ThreadsViewModel::summary).orElse(""));
    table.setVisible(sight.value().isPresent());
    Tables.show(table, sight.value().map(ThreadsDetail::threads).orElse(List.of()));
    List<String> words = new ArrayList<>();
    sight
        .value()
        .ifPresent(detail ->
            detail
                .unreadable()
                .forEach(
                    why -> words.add((Words.sentence(why) + " " + Words.remedy(why)).strip())));
    Labels.fill(missing, words, "missing");
  }

  /// A sentence can be longer than its column.
  private void tell(@Nullable ThreadDetail thread) {
    waits.setVisible(thread != null);
    if (thread != null) {
      String place = thread.kernelPlace().map(at -> Text.of("threads.place", at)).orElse("");
      waits.setText(
          Text.of("threads.told", thread.tid(), ThreadsViewModel.waits(thread)) + " " + place);
    }
  }

  @FXML
  void dump() {
    dumps.dump();
  }

  @FXML
  void dumpAll() {
    dumps.dumpAll();
  }
}
