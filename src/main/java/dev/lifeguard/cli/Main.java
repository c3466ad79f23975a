package dev.lifeguard.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The program's entry: reads the arguments and runs one command.
@Command(
    name = "lifeguard",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "A monitor for pools of worker processes, and the supervised pool it monitors.")
public final class Main {

  private Main() {}

  /// Runs one command and ends the JVM with its exit status.
  ///
  /// @param arguments the words after `lifeguard` on the command line
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  /// What `--version` prints: the version that the build wrote into the module.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      ModuleDescriptor module = Main.class.getModule().getDescriptor();
      String version =
          module == null ? "(on the class path)" : module.rawVersion().orElse("(none)");
      return new String[] {"lifeguard " + version};
    }
  }
}
