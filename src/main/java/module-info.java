/// A desktop monitor for pools of worker processes, and the supervised pool that it monitors.
///
/// Nothing is exported: this is a program and no library. What is opened is opened to the one
/// framework that needs it.
module dev.lifeguard {
  requires static org.jspecify;
  requires java.logging;
  requires jdk.httpserver;
  requires jdk.unsupported;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires org.snakeyaml.engine;
  requires com.github.oshi;
  requires info.picocli;
  requires javafx.base;
  requires javafx.graphics;
  requires javafx.controls;
  requires javafx.fxml;
  requires org.controlsfx.controls;
  requires atlantafx.base;
  requires org.kordamp.ikonli.core;
  requires org.kordamp.ikonli.javafx;
  requires org.kordamp.ikonli.feather;

  uses dev.lifeguard.probe.Probes;

  provides dev.lifeguard.probe.Probes with
      dev.lifeguard.probe.linux.LinuxProbes,
      dev.lifeguard.probe.windows.WindowsProbes;

  opens dev.lifeguard.cli to
      info.picocli;
  opens dev.lifeguard.gui.common to
      javafx.fxml;
  opens dev.lifeguard.gui.shell to
      javafx.fxml,
      javafx.graphics;
  opens dev.lifeguard.gui.processes to
      javafx.fxml;
  opens dev.lifeguard.gui.queue to
      javafx.fxml;
  opens dev.lifeguard.gui.events to
      javafx.fxml;
  opens dev.lifeguard.gui.timeline to
      javafx.fxml;
  opens dev.lifeguard.gui.memory to
      javafx.fxml;
  opens dev.lifeguard.gui.inspector to
      javafx.fxml;
  opens dev.lifeguard.gui.attach to
      javafx.fxml;
  opens dev.lifeguard.gui.replay to
      javafx.fxml;
  opens dev.lifeguard.gui.launch to
      javafx.fxml;
  opens dev.lifeguard.gui.save to
      javafx.fxml;
}
