package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.MemoryCard.Bar;
import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.MappingUse;
import dev.lifeguard.job.MemoryRegion;
import java.util.function.Function;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Binds the memory of the chosen process to its view-model.
public final class MemoryController {
  private final MemoryViewModel model;
  private final Appearance appearance;

  @FXML private SightNote note;
  @FXML private VBox card;
  @FXML private Label headline;
  @FXML private Label resident;
  @FXML private PartsBar residentBar;
  @FXML private Label committed;
  @FXML private PartsBar committedBar;
  @FXML private Label reserved;
  @FXML private PartsBar reservedBar;
  @FXML private VBox findings;
  @FXML private Label heap;
  @FXML private VBox missing;
  @FXML private VBox mapBox;
  @FXML private TableView<MappingUse> types;
  @FXML private TableView<MemoryRegion> regions;
  @FXML private Label source;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public MemoryController(MemoryViewModel model, Appearance appearance) {
    this.model = model;
    this.appearance = appearance;
  }

  @FXML
  void initialize() {
    for (Node each : new Node[] {card, findings, heap, missing, mapBox}) {
      each.managedProperty().bind(each.visibleProperty());
    }
    Tables.column(types, Text.of("memory.type"), 10.4, use -> Words.type(use.type()))
        .setCellFactory(_ -> new TypeCell<>(use -> Words.type(use.type()), MappingUse::type));
    Tables.numbers(types, Text.of("memory.reserved"), 5.4, u -> size(u.reservedBytes()));
    Tables.numbers(types, Text.of("memory.committed"), 5.9, u -> size(u.committedBytes()));
    Tables.numbers(types, Text.of("memory.resident"), 5.4, u -> size(u.residentBytes()));
    Tables.numbers(types, Text.of("memory.own"), 5.2, u -> size(u.ownBytes()));
    Tables.column(regions, Text.of("memory.address"), 8.2, r -> Long.toHexString(r.address()));
    Tables.numbers(regions, Text.of("memory.reserved"), 5.4, r -> size(r.reservedBytes()));
    Tables.numbers(regions, Text.of("memory.resident"), 5.4, r -> size(r.residentBytes()));
    Tables.column(regions, Text.of("memory.rights"), 4.6, MemoryRegion::permissions);
    Tables.column(regions, Text.of("memory.what"), 7, MemoryController::what);
    appearance.fontSizeProperty().subscribe(_ -> setSizes());
    types.widthProperty().subscribe(_ -> setSizes());
    model.cardProperty().subscribe(this::show);
  }

  /// Nothing is shown as nothing, so that what there is stands out.
  private static String size(long bytes) {
    return bytes == 0 ? Text.of("unknown") : ByteSize.text(bytes);
  }

  private static String what(MemoryRegion region) {
    String file = region.name().substring(region.name().lastIndexOf('/') + 1);
    return file.isEmpty() ? Words.type(region.type()) : file;
  }

  private void show(Sight<MemoryCard> sight) {
    note.show(sight);
    card.setVisible(sight.value().isPresent());
    sight.value().ifPresent(this::show);
  }

  private void show(MemoryCard shown) {
    headline.setText(shown.headline());
    show(shown.bars().get(0), resident, residentBar);
    show(shown.bars().get(1), committed, committedBar);
    show(shown.bars().get(2), reserved, reservedBar);
    Labels.fill(findings, shown.findings(), "finding");
    heap.setText(shown.heap());
    heap.setVisible(!shown.heap().isEmpty());
    Labels.fill(missing, shown.missing(), "missing");
    mapBox.setVisible(!shown.types().isEmpty());
    Tables.show(types, shown.types());
    Tables.show(regions, shown.largest());
    source.setText(shown.source());
    setSizes();
  }

  private static void show(Bar bar, Label amount, PartsBar parts) {
    amount.setText(bar.amount());
    parts.show(bar);
  }

  private void setSizes() {
    double fontSize = appearance.fontSizeProperty().get();
    for (TableView<?> table : new TableView<?>[] {types, regions}) {
      Tables.size(table, fontSize);
      Tables.fit(table, fontSize);
    }
  }

  /// A type with the colour that it has in the bars.
  private static final class TypeCell<R> extends Tables.TextCell<R> {
    private final Region swatch = new Region();
    private final Function<R, MappingType> type;

    private TypeCell(Function<R, String> text, Function<R, MappingType> type) {
      super(text);
      this.type = type;
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
      super.updateItem(row, empty);
      if (row == null || empty) {
        setGraphic(null);
      } else {
        swatch.getStyleClass().setAll("part", "swatch", Words.style(type.apply(row)));
        setGraphic(swatch);
      }
    }
  }
}
