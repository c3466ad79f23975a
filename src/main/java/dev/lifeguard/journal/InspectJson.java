package dev.lifeguard.journal;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.job.ProcessSnapshot;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.TreeSnapshot;
import dev.lifeguard.job.Unreadable;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// What `inspect` has seen, as one line of JSON: `{"pid":4711,"kind":"generic","processes":[…],
/// "totals":{…},"verdict":{…}}`. What could not be read is null, with the reason in `unreadable`.
public final class InspectJson {
  private static final Words<PoolKind> KIND = new Words<>(PoolKind.class);
  private static final Words<ProcessRole> ROLE = new Words<>(ProcessRole.class);
  private static final Words<RunState> STATE = new Words<>(RunState.class);
  private static final Words<VerdictKind> VERDICT = new Words<>(VerdictKind.class);
  private static final Words<Certainty> CERTAINTY = new Words<>(Certainty.class);
  private static final Words<MemoryFinding.Kind> FINDING = new Words<>(MemoryFinding.Kind.class);

  private InspectJson() {}

  /// The line, without its end.
  public static String text(TreeSnapshot tree) {
    JsonLine line = new JsonLine();
    line.begin()
        .field("pid", tree.root().detail().process().pid())
        .field("kind", KIND.of(tree.kind()))
        .beginList("processes");
    tree.processes().forEach(process -> process(line, process));
    line.endList();
    totals(line, tree);
    verdict(line, tree.verdict());
    return new String(line.end().copy(), StandardCharsets.UTF_8);
  }

  private static void process(JsonLine line, ProcessSnapshot process) {
    ProcessDetail detail = process.detail();
    line.begin()
        .field("pid", detail.process().pid())
        .field("ppid", detail.parentPid())
        .field("role", ROLE.of(process.role()))
        .field("name", detail.name())
        .field("command", String.join(" ", detail.commandLine()))
        .field("state", STATE.of(detail.state()));
    long startedAt = detail.process().startedAtMillis();
    if (startedAt == 0) {
      line.fieldNull("startedAt");
    } else {
      line.field("startedAt", IsoTime.text(Instant.ofEpochMilli(startedAt)));
    }
    line.seconds("cpuSeconds", detail.cpuNanos());
    memory(line, process.sizes());
    threads(line, process);
    findings(line, process);
    unreadable(line, process.unreadable());
    line.end();
  }

  private static void memory(JsonLine line, MemoryReading memory) {
    line.begin("memory")
        .fieldOrNull("residentBytes", memory.residentBytes())
        .fieldOrNull("pssBytes", memory.pssBytes())
        .fieldOrNull("ussBytes", memory.ussBytes())
        .fieldOrNull("swapBytes", memory.swapBytes())
        .fieldOrNull("committedBytes", memory.committedBytes())
        .fieldOrNull("reservedBytes", memory.reservedBytes())
        .end();
  }

  private static void threads(JsonLine line, ProcessSnapshot process) {
    if (process.threads().seen().isEmpty()) {
      line.fieldNull("threads");
      return;
    }
    line.beginList("threads");
    for (ThreadDetail thread :
        process.threads().seen().map(ThreadsDetail::threads).orElse(List.of())) {
      line.begin()
          .field("tid", thread.tid())
          .field("name", thread.name())
          .field("state", STATE.of(thread.state()));
      thread
          .waitsFor()
          .ifPresentOrElse(
              words -> line.field("waitsFor", words), () -> line.fieldNull("waitsFor"));
      line.end();
    }
    line.endList();
  }

  private static void findings(JsonLine line, ProcessSnapshot process) {
    line.beginList("findings");
    for (MemoryFinding finding :
        process.memory().seen().map(MemoryDetail::findings).orElse(List.of())) {
      line.begin()
          .field("kind", FINDING.of(finding.kind()))
          .field("sentence", finding.sentence())
          .field("bytes", finding.bytes())
          .end();
    }
    line.endList();
  }

  private static void unreadable(JsonLine line, List<Unreadable> missing) {
    line.beginList("unreadable");
    for (Unreadable one : missing) {
      line.begin()
          .field("what", one.what())
          .field("reason", one.reason())
          .field("remedy", one.remedy())
          .end();
    }
    line.endList();
  }

  private static void totals(JsonLine line, TreeSnapshot tree) {
    line.begin("totals")
        .field("processes", tree.processes().size())
        .seconds("cpuSeconds", tree.cpuNanos());
    memory(
        line,
        new MemoryReading(
            tree.total(MemoryReading::residentBytes),
            tree.total(MemoryReading::committedBytes),
            tree.total(MemoryReading::reservedBytes),
            tree.total(MemoryReading::peakResidentBytes),
            tree.total(MemoryReading::pssBytes),
            tree.total(MemoryReading::ussBytes),
            tree.total(MemoryReading::swapBytes)));
    line.end();
  }

  private static void verdict(JsonLine line, Verdict verdict) {
    line.begin("verdict")
        .field("kind", VERDICT.of(verdict.kind()))
        .field("certainty", CERTAINTY.of(verdict.certainty()))
        .field("sentence", verdict.sentence())
        .end();
  }
}
