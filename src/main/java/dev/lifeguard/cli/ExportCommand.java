package dev.lifeguard.cli;

import dev.lifeguard.journal.Export;
import dev.lifeguard.journal.OpenedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeguard export`: a recording in another form.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {"Writes the recording of a run, live or ended, in another form.", ""},
    footerHeading = "%nExit status:%n",
    footer = "  0 written; 2 there is no such recording, or it cannot be written.")
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN_DIR|FILE", description = "The run, or a .lifeguard file.")
  private Path what = Path.of("");

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Forms forms = new Forms();

  /// One of them.
  private static final class Forms {
    @Option(
        names = "--csv",
        paramLabel = "DIR",
        description = "Tables: tasks, attempts, workers, incidents, samples.")
    private Optional<Path> csv = Optional.empty();

    @Option(names = "--json", paramLabel = "FILE", description = "All of that in one document.")
    private Optional<Path> json = Optional.empty();

    @Option(
        names = "--trace",
        paramLabel = "FILE",
        description = "A trace for Perfetto (ui.perfetto.dev) or chrome://tracing.")
    private Optional<Path> trace = Optional.empty();

    @Option(
        names = "--report",
        paramLabel = "FILE",
        description = "What happened, for people: .md or .html by its name, else JSON.")
    private Optional<Path> report = Optional.empty();
  }

  @Override
  public Integer call() throws JobStarter.Refusal {
    if (Stream.of(forms.csv, forms.json, forms.trace, forms.report).allMatch(Optional::isEmpty)) {
      throw new JobStarter.Refusal(
          List.of(
              "nothing is to be written; name a form: --csv DIR, --json FILE, --trace FILE or"
                  + " --report FILE"));
    }
    try (OpenedRun opened = RunAssembly.value(OpenedRun.open(what))) {
      write(opened, Export.Form.CSV, forms.csv);
      write(opened, Export.Form.JSON, forms.json);
      write(opened, Export.Form.TRACE, forms.trace);
      write(opened, Export.Form.REPORT, forms.report);
    }
    return 0;
  }

  private static void write(OpenedRun opened, Export.Form form, Optional<Path> out)
      throws JobStarter.Refusal {
    if (out.isPresent()) {
      List<String> remarks = RunAssembly.value(Export.write(opened.directory(), form, out.get()));
      remarks.forEach(Main::complain);
    }
  }
}
