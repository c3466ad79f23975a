package dev.lifeguard.gui.shell;

import dev.lifeguard.job.Capability;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.layout.HBox;

/// Binds the pool's controls in the tool bar. They are there as long as a job is shown that has
/// them.
public final class ControlsController {
  @FXML private HBox root;
  @FXML private Button pause;
  @FXML private Button go;
  @FXML private HBox size;
  @FXML private Button fewer;
  @FXML private Label workers;
  @FXML private Button more;
  @FXML private SplitMenuButton drain;
  @FXML private MenuItem stop;
  @FXML private MenuItem abort;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  ControlsController() {}

  @FXML
  void initialize() {
    for (Node node : new Node[] {root, pause, go, size, drain}) {
      node.managedProperty().bind(node.visibleProperty());
    }
    root.setVisible(false);
  }

  /// Shows the controls of a job.
  ///
  /// @param kill kills the job, once it has asked
  void show(ControlsViewModel model, Runnable kill) {
    boolean any =
        Stream.of(Capability.CONTROL_QUEUE, Capability.RESIZE_POOL, Capability.STOP_JOB)
            .anyMatch(model::offers);
    root.setVisible(any);
    drain.setVisible(model.offers(Capability.STOP_JOB));
    go.visibleProperty().bind(model.canGoProperty());
    go.setOnAction(_ -> model.go());
    pause
        .visibleProperty()
        .bind(
            model
                .canGoProperty()
                .not()
                .map(paused -> paused && model.offers(Capability.CONTROL_QUEUE)));
    pause.disableProperty().bind(model.canPauseProperty().not());
    pause.setOnAction(_ -> model.pause());
    size.setVisible(model.offers(Capability.RESIZE_POOL));
    workers.textProperty().bind(model.workersProperty().asString());
    fewer.disableProperty().bind(model.canRemoveWorkerProperty().not());
    fewer.setOnAction(_ -> model.removeWorker());
    more.disableProperty().bind(model.canAddWorkerProperty().not());
    more.setOnAction(_ -> model.addWorker());
    // While it is drained it can still be stopped: only what the button itself does is refused
    // then.
    drain.disableProperty().bind(model.canAbortProperty().not());
    drain.setOnAction(_ -> model.drain());
    stop.disableProperty().bind(model.canStopProperty().not());
    stop.setOnAction(_ -> model.stop());
    abort.disableProperty().bind(model.canAbortProperty().not());
    abort.setOnAction(_ -> kill.run());
  }
}
