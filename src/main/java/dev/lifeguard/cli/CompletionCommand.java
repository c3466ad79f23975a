package dev.lifeguard.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `lifeguard completion`: what a shell and `man` want to know of the commands, made from the
/// commands themselves so that it is never older than they are.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints the completion script for bash; the packages have it installed already.",
      "%n  source <(lifeguard completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--manual",
      hidden = true,
      description = "Print the manual page instead, for the packages.")
  private boolean manual;

  @Override
  public Integer call() {
    var program = Objects.requireNonNull(spec.parent(), "a command of the program").commandLine();
    System.out.print(
        manual ? ManualPage.text(program) : AutoComplete.bash(program.getCommandName(), program));
    System.out.flush();
    return 0;
  }
}
