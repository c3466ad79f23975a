package dev.lifeguard.cli;

import dev.lifeguard.journal.OpenedRun;
import dev.lifeguard.journal.TaskOutput;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lifeguard output`: what a task printed.
@Command(
    name = "output",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints what the attempts at a task printed.",
      "Standard output and standard error as they came.%n"
    },
    footerHeading = "%nExit status:%n",
    footer = "  0 printed; 1 the task printed nothing; 2 there is no such run or task.")
final class OutputCommand implements Callable<Integer> {
  private static final int NOTHING = 1;

  @Parameters(index = "0", paramLabel = "RUN_DIR|FILE", description = "The run.")
  private Path what = Path.of("");

  @Parameters(index = "1", paramLabel = "TASK", description = "The task's number, from 1.")
  private int task;

  @Override
  public Integer call() throws JobStarter.Refusal {
    try (OpenedRun opened = RunAssembly.value(OpenedRun.open(what));
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
      TaskOutput.Attempts attempts = RunAssembly.value(TaskOutput.find(opened.directory(), task));
      boolean any = false;
      for (TaskOutput.Piece piece : attempts.pieces()) {
        any |= TaskOutput.copy(opened.directory(), piece, attempts.pieces().size() > 1, out);
      }
      if (!any) {
        Main.complain("task " + task + " printed nothing");
      }
      return any ? 0 : NOTHING;
    } catch (IOException e) {
      throw new JobStarter.Refusal(List.of("the output cannot be copied: " + RunWiring.reason(e)));
    }
  }
}
