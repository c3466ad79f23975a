package dev.lifeguard.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/// The version that the build wrote into the module.
final class Version implements IVersionProvider {
  static String text() {
    ModuleDescriptor module = Version.class.getModule().getDescriptor();
    return module == null ? "(on the class path)" : module.rawVersion().orElse("(none)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "lifeguard " + text(),
      "Java "
          + Runtime.version()
          + ", "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.version")
    };
  }
}
