package dev.lifeguard.probe;

import dev.lifeguard.job.HostSystem;

/// On which system Lifeguard runs: the one place where that is asked, so that tests on any system
/// can make the decisions of another.
public final class ThisSystem {
  private ThisSystem() {}

  /// The system property that names another system, as `os.name` does. What a port or a probe can
  /// do stays what this system can do.
  public static final String PROPERTY = "lifeguard.system";

  /// The operating system of this process.
  public static HostSystem kind() {
    return HostSystem.named(System.getProperty(PROPERTY, osName()));
  }

  /// The one that it really runs on, whatever it is told to decide for: whose functions there are.
  public static HostSystem real() {
    return HostSystem.named(osName());
  }

  private static String osName() {
    return System.getProperty("os.name", "");
  }
}
