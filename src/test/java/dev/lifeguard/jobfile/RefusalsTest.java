package dev.lifeguard.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every message about a wrong job file, as a person reads it. `-Dsnapshots=rewrite` writes the
/// messages of this version into the file; read the difference before it is committed.
final class RefusalsTest {
  private static final Path SNAPSHOTS = Path.of("src/test/resources/jobfile/refusals.txt");

  @Test
  void everyRefusalReadsAsItWasAgreed() throws IOException {
    String agreed = Files.readString(SNAPSHOTS);
    StringBuilder now = new StringBuilder();
    for (String part : agreed.split("(?m)^=== ", -1)) {
      if (!part.isBlank()) {
        now.append("=== ").append(tell(part));
      }
    }
    if ("rewrite".equals(System.getProperty("snapshots"))) {
      Files.writeString(SNAPSHOTS, now);
    }
    assertThat(now.toString()).isEqualTo(Files.readString(SNAPSHOTS));
    assertThat(now.toString()).doesNotContain("NOT REFUSED");
  }

  /// A part is its title, with the arguments of the command line behind a `$`, the file, and below
  /// `--->` the messages.
  private static String tell(String part) {
    String given = part.split("(?m)^--->\n", -1)[0];
    String title = given.lines().findFirst().orElse("");
    String yaml = given.substring(title.length() + 1);
    return given + "--->\n" + String.join("\n", refusals(title, yaml)) + "\n\n";
  }

  private static List<String> refusals(String title, String yaml) {
    List<String> settings = new ArrayList<>();
    List<Overrides.Flag> flags = new ArrayList<>();
    for (String argument :
        title.contains("$") ? title.split("\\$", -1)[1].split("\\|", -1) : new String[0]) {
      String[] words = argument.strip().split(" ", 3);
      if (words[0].equals("--set")) {
        settings.add(argument.strip().substring(6));
      } else {
        flags.add(new Overrides.Flag(words[1], words[2], words[0]));
      }
    }
    Overrides overrides = new Overrides(settings, flags);
    try {
      JobFile job =
          title.contains("(no file)")
              ? JobFiles.fromFlags(overrides, Ada.MACHINE)
              : JobFiles.read(Path.of("jobs/bad.yaml"), yaml, overrides, Ada.MACHINE);
      return List.of("NOT REFUSED " + job);
    } catch (JobFileException e) {
      return e.lines();
    }
  }
}
