package dev.lifeguard.architecture;

import static dev.lifeguard.architecture.ProductionClasses.ROOT;
import static dev.lifeguard.architecture.ProductionClasses.isBelow;
import static dev.lifeguard.architecture.ProductionClasses.isIn;
import static dev.lifeguard.architecture.ProductionClasses.isPrimitive;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may import whom: one row for every package, with its own libraries.
///
/// A package without a row fails the build, so that a new one begins with a decision. Packages of
/// the JDK are free for all, except for the pure core, which [PureCoreTest] holds.
final class PackageTable {

  private static final String[] WINDOW_LIBRARIES = {
    "javafx", "org.controlsfx", "impl.org.controlsfx", "atlantafx", "org.kordamp.ikonli"
  };

  private static final List<String> FEATURES =
      List.of(
          "processes",
          "queue",
          "timeline",
          "events",
          "memory",
          "inspector",
          "launch",
          "save",
          "attach",
          "replay");

  static final List<Row> ROWS = rows();

  private PackageTable() {}

  /// One package and what it may import.
  ///
  /// @param name the package below `dev.lifeguard`
  /// @param siblings our own packages it may import
  /// @param libraries roots of foreign packages it may import
  record Row(String name, List<String> siblings, List<String> libraries) {

    String fullName() {
      return ROOT + "." + name;
    }

    boolean allows(JavaClass type) {
      String[] ours = siblings.stream().map(each -> ROOT + "." + each).toArray(String[]::new);
      return isPrimitive(type)
          || isBelow(type, "java", "javax", "jdk", "sun", "com.sun", "org.jspecify")
          || isIn(type, fullName())
          || isIn(type, ours)
          || isBelow(type, libraries.toArray(String[]::new));
    }

    private Row with(String... packages) {
      return new Row(name, List.of(packages), libraries);
    }

    private Row using(String... roots) {
      return new Row(name, siblings, List.of(roots));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The row of a package, if it has one.
  static Optional<Row> rowOf(String packageName) {
    return ROWS.stream().filter(row -> row.fullName().equals(packageName)).findFirst();
  }

  private static List<Row> rows() {
    String log = "org.slf4j";
    String json = "tools.jackson";
    List<Row> rows = new ArrayList<>();
    rows.add(row("job"));
    rows.add(row("pool").with("job"));
    rows.add(row("engine").with("job", "pool", "worker", "probe").using(log));
    rows.add(row("worker").with("job", "probe", "probe.linux").using(log, "tools.jackson.core"));
    rows.add(row("javaworker"));
    rows.add(row("demotasks"));
    rows.add(row("probe").with("job").using(log, "oshi"));
    rows.add(row("probe.linux").with("job", "probe").using(log, "oshi"));
    rows.add(row("probe.windows").with("job", "probe").using(log, "oshi"));
    rows.add(row("attach").with("job", "probe").using(log));
    rows.add(row("journal").with("job").using(log, json, "com.fasterxml.jackson.annotation"));
    rows.add(row("metrics").with("job").using(log));
    rows.add(row("jobfile").with("job", "pool").using(json, "org.snakeyaml.engine"));
    rows.add(row("demo").with("job", "jobfile").using(log));
    addWindow(rows);
    String[] everything = rows.stream().map(Row::name).toArray(String[]::new);
    rows.add(row("cli").with(everything).using(log, "picocli"));
    return List.copyOf(rows);
  }

  /// A feature knows what all features share and no other feature; the shell knows them all.
  private static void addWindow(List<Row> rows) {
    List<String> shell = new ArrayList<>(List.of("job", "gui", "gui.common"));
    rows.add(row("gui").with("job").using(windowLibraries()));
    rows.add(row("gui.common").with("job").using(windowLibraries()));
    for (String feature : FEATURES) {
      rows.add(row("gui." + feature).with("job", "gui.common").using(windowLibraries()));
      shell.add("gui." + feature);
    }
    rows.add(row("gui.shell").with(shell.toArray(String[]::new)).using(windowLibraries()));
  }

  private static String[] windowLibraries() {
    List<String> roots = new ArrayList<>(List.of(WINDOW_LIBRARIES));
    roots.add("org.slf4j");
    return roots.toArray(String[]::new);
  }

  private static Row row(String name) {
    return new Row(name, List.of(), List.of());
  }
}
