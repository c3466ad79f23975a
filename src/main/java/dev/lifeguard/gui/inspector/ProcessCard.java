package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.MemoryWords;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.CgroupDetail;
import dev.lifeguard.job.OpenDescriptor;
import dev.lifeguard.job.ProcessDetail;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What is known of the chosen process besides its memory and threads, as its tab shows it.
///
/// @param facts names and values, in the order of the page
/// @param descriptors what it has open
/// @param descriptorTitle how much that is of what it may have
/// @param missing what could not be read and what would help, sentences
public record ProcessCard(
    String headline,
    List<Fact> facts,
    String descriptorTitle,
    List<OpenDescriptor> descriptors,
    List<String> missing) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SS", Locale.ROOT);

  /// One line.
  public record Fact(String name, String value) {}

  /// The card of a process.
  ///
  /// @param memoryLimitBytes what the job allows a worker
  /// @param zone for the start time, as people read it
  static ProcessCard of(
      String name, ProcessDetail detail, OptionalLong memoryLimitBytes, ZoneId zone) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact(Text.of("process.command"), command(detail)));
    detail.program().ifPresent(program -> facts.add(new Fact(Text.of("process.program"), program)));
    detail.directory().ifPresent(at -> facts.add(new Fact(Text.of("process.directory"), at)));
    facts.add(new Fact(Text.of("process.pid"), String.valueOf(detail.process().pid())));
    facts.add(new Fact(Text.of("process.parent"), String.valueOf(detail.parentPid())));
    facts.add(new Fact(Text.of("process.state"), Words.state(detail.state())));
    facts.add(new Fact(Text.of("process.started"), started(detail, zone)));
    facts.add(new Fact(Text.of("process.cpu"), Elapsed.text(detail.cpuNanos())));
    facts.add(new Fact(Text.of("process.threads"), String.valueOf(detail.threads())));
    detail
        .user()
        .ifPresent(user ->
            facts.add(
                new Fact(
                    Text.of("process.user"),
                    Text.of("process.user-of", user.name(), user.number()))));
    detail.cgroup().ifPresent(cgroup -> facts.add(new Fact(Text.of("process.cgroup"), of(cgroup))));
    facts.add(new Fact(Text.of("process.limit"), limit(memoryLimitBytes)));
    facts.add(
        new Fact(
            Text.of("process.oom"),
            Text.of("process.oom-of", number(detail.oomScore()), number(detail.oomAdjustment()))));
    return new ProcessCard(
        Text.of("process.headline", Words.capital(name), detail.name()),
        facts,
        descriptorTitle(detail),
        detail.descriptors(),
        detail.unreadable().stream()
            .map(why -> (Words.sentence(why) + " " + Words.remedy(why)).strip())
            .toList());
  }

  /// Its words, quoted where a shell would need it, line breaks made visible.
  private static String command(ProcessDetail detail) {
    if (detail.commandLine().isEmpty()) {
      return Text.of("unknown");
    }
    List<String> words = new ArrayList<>();
    for (String word : detail.commandLine()) {
      String plain = word.replace("\n", "\u23ce").replace("\t", " ");
      boolean simple =
          !plain.isEmpty() && plain.chars().noneMatch(c -> " '\"$*?;|&<>()".indexOf(c) >= 0);
      words.add(simple ? plain : "'" + plain.replace("'", "'\\''") + "'");
    }
    return String.join(" ", words);
  }

  private static String started(ProcessDetail detail, ZoneId zone) {
    long millis = detail.process().startedAtMillis();
    return millis == 0
        ? Text.of("unknown")
        : CLOCK.format(Instant.ofEpochMilli(millis).atZone(zone));
  }

  private static String of(CgroupDetail cgroup) {
    String use =
        Text.of(
            "process.cgroup-of",
            cgroup.path(),
            cgroup.version(),
            MemoryWords.size(cgroup.usedBytes()),
            MemoryWords.size(cgroup.peakBytes()));
    if (cgroup.limitBytes().isEmpty()) {
      return use;
    }
    String limit = MemoryWords.size(cgroup.limitBytes());
    String by =
        cgroup.limitedBy().equals(cgroup.path())
            ? Text.of("process.cgroup-own-limit", limit)
            : Text.of("process.cgroup-limit", limit, cgroup.limitedBy());
    return use + "\n" + by;
  }

  private static String limit(OptionalLong bytes) {
    return bytes.isPresent()
        ? Text.of("process.limit-of", ByteSize.text(bytes.getAsLong()))
        : Text.of("process.no-limit");
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? String.valueOf(value.getAsInt()) : Text.of("unknown");
  }

  private static String descriptorTitle(ProcessDetail detail) {
    String most =
        detail.descriptorLimit().isPresent()
            ? String.valueOf(detail.descriptorLimit().getAsLong())
            : Text.of("unknown");
    return Text.of("process.descriptors", number(detail.descriptorCount()), most);
  }

  /// The whole card as text, to be pasted into a report.
  String report() {
    StringBuilder text = new StringBuilder(headline).append('\n');
    facts.forEach(fact -> text.append(String.format("%-18s %s%n", fact.name(), fact.value())));
    text.append(descriptorTitle).append('\n');
    descriptors.forEach(
        open -> text.append(String.format("%5d  %s%n", open.number(), open.target())));
    return text.toString();
  }
}
