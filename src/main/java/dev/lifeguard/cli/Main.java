package dev.lifeguard.cli;

import dev.lifeguard.gui.shell.Toolkit;
import dev.lifeguard.jobfile.Printable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// The program's entry: reads the arguments and runs one command.
@Command(
    name = "lifeguard",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "A monitor for pools of worker processes, and the supervised pool it monitors.")
public final class Main implements Callable<Integer> {
  /// Something in the arguments or files is wrong, and nothing was started.
  static final int WRONG_USAGE = 2;

  /// This machine lacks something: a display, a right, a program.
  static final int LACKS_SOMETHING = 4;

  /// In the order of the help. Not in the annotation, which would have all of them read at every
  /// start: that took a fifth of a second.
  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          ResumeCommand.class,
          RunsCommand.class,
          OutputCommand.class,
          ExportCommand.class,
          PackCommand.class,
          CtlCommand.class,
          DemoCommand.class,
          OpenCommand.class,
          WatchCommand.class,
          LaunchCommand.class,
          InspectCommand.class,
          DoctorCommand.class,
          CompletionCommand.class);

  @Option(
      names = "--self-test",
      description = "Check this installation: run a pool, kill a worker, draw the window.")
  private boolean selfTest;

  private Main() {}

  /// Runs one command and ends the JVM with its exit status.
  ///
  /// @param arguments the words after `lifeguard` on the command line
  public static void main(String[] arguments) {
    int status = 1;
    try {
      Optional<String> shortage = Shortage.atStart();
      shortage.ifPresent(Main::complain);
      if (shortage.isEmpty() && arguments.length == 0) {
        Toolkit.startAhead();
      }
      status = shortage.isPresent() ? LACKS_SOMETHING : guarded(LogFile.install(), arguments);
    } finally {
      // Threads that wait for standard input or a window must not keep the program.
      System.exit(status);
    }
  }

  private static int guarded(LogFile log, String... arguments) {
    try {
      // Without words there is nothing to parse, and the window is waited for.
      return arguments.length == 0 ? new Main().call() : execute(log, arguments);
    } catch (Throwable bug) {
      // An Error: the commands' own exceptions are answered in there.
      complain(log.internalError(bug));
      return 1;
    }
  }

  /// Runs one command.
  ///
  /// @return the exit status of the program
  static int execute(LogFile log, String... arguments) {
    return commandLine(log, arguments).execute(arguments);
  }

  /// All commands and options.
  static CommandLine commands() {
    return commands(COMMANDS);
  }

  private static CommandLine commands(List<Class<?>> wanted) {
    CommandLine program = new CommandLine(new Main());
    wanted.forEach(program::addSubcommand);
    return accepting(program);
  }

  /// The one command that is named, if that can be told from the first word; what tells of all
  /// commands gets all of them.
  private static List<Class<?>> meant(String... arguments) {
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
            .toList();
    return named.isEmpty() || named.contains(CompletionCommand.class) ? COMMANDS : named;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandLine commandLine(LogFile log, String... arguments) {
    return commands(meant(arguments))
        .setParameterExceptionHandler((wrong, _) -> wrongUsage(wrong))
        .setExecutionExceptionHandler((thrown, _, _) -> failed(thrown, log));
  }

  /// What reads the arguments of a command.
  static CommandLine parser(Object command) {
    return accepting(new CommandLine(command));
  }

  private static CommandLine accepting(CommandLine line) {
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        // A word of a command may well begin with an at sign.
        .setExpandAtFiles(false);
  }

  private static int wrongUsage(ParameterException wrong) {
    complain(UsageError.sentence(wrong));
    return WRONG_USAGE;
  }

  private static int failed(Exception thrown, LogFile log) {
    if (thrown instanceof JobStarter.Refusal refusal) {
      refusal.lines().forEach(Main::complain);
      return WRONG_USAGE;
    }
    complain(log.internalError(thrown));
    return 1;
  }

  static void complain(String line) {
    System.err.println("lifeguard: " + Printable.oneLine(line));
  }

  /// Without a command the window opens, empty.
  @Override
  public Integer call() {
    if (selfTest) {
      return SelfTest.run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }
    return Desktop.here().showEmpty();
  }
}
