package dev.lifeguard.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page `lifeguard(1)`, in the macros of man(7): the commands and options as the program
/// knows them, and a few sections of prose around them.
final class ManualPage {
  private static final String FRAME_BEFORE =
      """
      .TH LIFEGUARD 1 "" "lifeguard @VERSION@" "User Commands"
      .SH NAME
      lifeguard \\- monitor for pools of worker processes, and the supervised pool it monitors
      .SH SYNOPSIS
      .B lifeguard
      .br
      .B lifeguard
      .I COMMAND
      .RI [ OPTION ]...
      .SH DESCRIPTION
      Lifeguard runs batches of work in a supervised pool of worker processes. It notices the death of
      a worker by the operating system's own means, tells what killed it and how it knows, and tries
      the lost task again; a task that kills its workers again and again is put into quarantine.
      Without a command the window opens.
      """;

  private static final String FRAME_AFTER =
      """
      .SH ENVIRONMENT
      .TP
      .B NO_COLOR
      Any value: no colours on a terminal.
      .TP
      .B XDG_STATE_HOME
      Where runs and the log are kept, in
      .IR lifeguard ;
      .I ~/.local/state
      without it.
      .TP
      .B VIRTUAL_ENV
      The virtual environment whose Python runs the workers.
      .SH FILES
      .TP
      .I ~/.local/state/lifeguard/runs/
      One directory for each run: the job, the journal, results, what workers printed, the report.
      On Windows in
      .IR %LOCALAPPDATA%\\edev.lifeguard\\eruns .
      .TP
      .I ~/.local/state/lifeguard/lifeguard.log
      Lifeguard's own log, named in every internal error.
      On Windows in
      .IR %LOCALAPPDATA%\\edev.lifeguard .
      .TP
      .I ~/.config/lifeguard/settings.json
      The settings of the window.
      On Windows in
      .IR %APPDATA%\\elifeguard .
      .SH EXAMPLES
      .TP
      .B lifeguard demo sigkill \\-\\-window
      See what becomes of a worker that is killed.
      .TP
      .B lifeguard run \\-\\-python thumbnails.py:make \\-\\-items photos.txt
      Call a Python function for every line of a file.
      .TP
      .B find . \\-name '*.flac' | lifeguard run \\-\\-items \\- \\-\\- flac \\-\\-test {}
      Run a command for every line of standard input.
      """;

  private final StringBuilder text = new StringBuilder();

  private ManualPage() {}

  /// The page.
  ///
  /// @param program the command line of the whole program
  static String text(CommandLine program) {
    ManualPage page = new ManualPage();
    page.text.append(FRAME_BEFORE.replace("@VERSION@", escaped(Version.text())));
    page.line(".SH OPTIONS");
    page.arguments(program.getCommandSpec());
    page.line(".SH COMMANDS");
    for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
      CommandSpec spec = command.getValue().getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        page.command(command.getKey(), spec);
      }
    }
    page.text.append(FRAME_AFTER);
    return page.text.toString();
  }

  private void command(String name, CommandSpec spec) {
    line(".SS lifeguard " + escaped(name));
    prose(List.of(spec.usageMessage().description()));
    arguments(spec);
    if (spec.usageMessage().footer().length > 0) {
      line(".PP");
      prose(List.of(spec.usageMessage().footerHeading()));
      table(List.of(spec.usageMessage().footer()));
    }
  }

  private void arguments(CommandSpec spec) {
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      if (!parameter.hidden()) {
        entry(".I " + escaped(parameter.paramLabel()), parameter);
      }
    }
    boolean isCommand = spec.parent() != null;
    for (OptionSpec option : spec.options()) {
      // Every command has these two, and they are told once.
      boolean isUsual = isCommand && (option.usageHelp() || option.versionHelp());
      if (!option.hidden() && !isUsual) {
        entry(".B " + escaped(names(option)), option);
      }
    }
  }

  private static String names(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
  }

  private void entry(String head, ArgSpec argument) {
    line(".TP");
    line(head);
    prose(List.of(argument.description()));
  }

  private void prose(List<String> parts) {
    lines(parts).forEach(it -> line(escaped(it.strip())));
  }

  /// Lines that stay as they are.
  private void table(List<String> parts) {
    line(".nf");
    lines(parts).forEach(it -> line(escaped(it.stripTrailing())));
    line(".fi");
  }

  /// Descriptions are formats: `%n` is a line's end, and twice the sign is one.
  private static List<String> lines(List<String> parts) {
    return parts.stream()
        .flatMap(part -> part.replace("%n", "\n").replace("%%", "%").lines())
        .filter(line -> !line.isBlank())
        .toList();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /// A minus is a hyphen to `man` unless it is told otherwise, and a full stop or an apostrophe
  /// begins an instruction.
  private static String escaped(String words) {
    String safe = words.replace("\\", "\\e").replace("-", "\\-");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
