package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.launch.LaunchChoice;
import dev.lifeguard.gui.launch.LaunchDefaults;
import dev.lifeguard.gui.launch.LaunchText;
import dev.lifeguard.gui.launch.LaunchViewModel;
import dev.lifeguard.jobfile.ItemsSpec;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.WorkerKind;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.testing.NotOnWindows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line that the launch dialog shows does what the dialog does: a real shell takes it
/// to pieces, and `run` reads the pieces.
@NotOnWindows
final class LaunchedCommandTest {
  @TempDir private Path directory;

  private final LaunchViewModel dialog =
      new LaunchViewModel(new LaunchDefaults("/", 4, "/home/kim/launched"));

  @Test
  void pythonWithEverything() throws Exception {
    choose(LaunchText.TARGET, "docs.build:one_document");
    choose(LaunchText.RANGE_FIRST, "-5");
    choose(LaunchText.RANGE_LAST, "1000");
    dialog.startProperty().set(LaunchChoice.Start.TEMPLATE);
    choose(LaunchText.PRELOAD, "json, docs.build");
    choose(LaunchText.INITIALIZER, "docs.build:prepare");
    choose(LaunchText.MEMORY, "1.5GiB");
    choose(LaunchText.TASK_TIMEOUT, "10m");
    choose(LaunchText.SOFT_TIMEOUT, "8m");
    choose(LaunchText.HANG_AFTER, "90s");
    dialog.onHangProperty().set(LaunchChoice.OnHang.KILL);
    choose(LaunchText.RETRIES, "3");
    choose(LaunchText.GRACE, "500ms");
    choose(LaunchText.ENVIRONMENT, "A=it's \"quoted\" $HOME `x` \\\nB.C=\nD= two  blanks ");
    choose(LaunchText.INTERPRETER, "/opt/my python/bin/python3");
    JobFile job = same();
    assertThat(job.tasks()).isEqualTo(new ItemsSpec.Range(-5, 1000));
    WorkerKind.Python python = (WorkerKind.Python) job.worker().kind();
    assertThat(python.interpreter()).contains("/opt/my python/bin/python3");
    assertThat(python.start())
        .isEqualTo(new WorkerKind.Start.Template(List.of("json", "docs.build")));
    assertThat(job.worker().environment())
        .isEqualTo(Map.of("A", "it's \"quoted\" $HOME `x` \\", "B.C", "", "D", " two  blanks"));
    assertThat(job.limits().memoryBytes()).isEqualTo(OptionalLong.of(3L << 29));
    assertThat(job.retry().failed()).isEqualTo(3);
    assertThat(job.stop().grace()).isEqualTo(Duration.ofMillis(500));
    assertThat(job.limits().hang()).isNotEqualTo(PoolPolicy.Hang.DEFAULT);
  }

  @Test
  void javaClass() throws Exception {
    Files.createDirectories(directory.resolve("build/classes"));
    Files.createDirectories(directory.resolve("lib dir"));
    dialog.workerProperty().set(LaunchChoice.Worker.JAVA);
    choose(LaunchText.TARGET, "com.acme.Render");
    choose(LaunchText.CLASS_PATH, "build/classes:lib dir/*");
    choose(LaunchText.JVM_FLAGS, "-Xmx512m  -Dx=[a]");
    dialog.itemsProperty().set(LaunchChoice.Items.CSV);
    choose(LaunchText.FILE, "my table.csv");
    JobFile job = same();
    assertThat(job.worker().kind())
        .isEqualTo(
            new WorkerKind.Java(
                "com.acme.Render",
                List.of(directory.resolve("build/classes"), directory.resolve("lib dir/*")),
                List.of("-Xmx512m", "-Dx=[a]")));
    assertThat(job.tasks()).isEqualTo(new ItemsSpec.Csv(directory.resolve("my table.csv")));
  }

  @Test
  void command() throws Exception {
    dialog.workerProperty().set(LaunchChoice.Worker.COMMAND);
    dialog.feedProperty().set(LaunchChoice.Feed.STDIN);
    choose(LaunchText.TARGET, "sh -c 'wc -c; echo \"$1\"' @name --workers 9");
    dialog.itemsProperty().set(LaunchChoice.Items.GLOB);
    choose(LaunchText.FILE, "**/*.md");
    JobFile job = same();
    assertThat(job.worker().kind())
        .isEqualTo(
            new WorkerKind.Command(
                List.of("sh", "-c", "wc -c; echo \"$1\"", "@name", "--workers", "9"), true));
    assertThat(job.worker().count()).isEqualTo(4);
  }

  @Test
  void program() throws Exception {
    dialog.workerProperty().set(LaunchChoice.Worker.PROGRAM);
    choose(LaunchText.TARGET, "node 'my worker.js' --flag=yes");
    dialog.itemsProperty().set(LaunchChoice.Items.JSONL);
    choose(LaunchText.FILE, "items.txt");
    JobFile job = same();
    assertThat(job.worker().kind())
        .isEqualTo(new WorkerKind.Program(List.of("node", "my worker.js", "--flag=yes")));
    assertThat(job.tasks()).isEqualTo(new ItemsSpec.Jsonl(directory.resolve("items.txt")));
  }

  private void choose(LaunchText field, String text) {
    dialog.textProperty(field).set(text);
  }

  /// The job of the dialog, after the one of its command line was found to be the same.
  private JobFile same() throws Exception {
    choose(LaunchText.DIRECTORY, directory.toString());
    assertThat(dialog.check()).isTrue();
    JobFile launched = DesktopWorkbench.job(dialog.request());
    List<String> words = shell(dialog.commandLineProperty().get());
    assertThat(words.getFirst()).isEqualTo("run");
    assertThat(RunCommand.job(words.subList(1, words.size()), directory)).isEqualTo(launched);
    return launched;
  }

  /// The arguments that a shell gives to `lifeguard`.
  private static List<String> shell(String commandLine) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "lifeguard() { printf '%s\\0' \"$@\"; }; " + commandLine)
            .redirectErrorStream(true)
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Arrays.asList(out.split("\0", -1)).subList(0, out.split("\0", -1).length - 1);
  }
}
