package dev.lifeguard.cli;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.JvmHeap;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.MappingUse;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessSnapshot;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.TreeSnapshot;
import dev.lifeguard.job.Unreadable;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.jobfile.Printable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// What `inspect` has seen, for people.
final class InspectText {
  private static final String ROW = "%-10s %7s %7s %-15s %10s %10s %10s %10s %10s  %s";
  private static final int MOST_COMMAND = 60;

  /// A tree of JVMs has hundreds of threads that wait for the same thing.
  private static final int MOST_THREADS = 12;

  private final TreeSnapshot tree;
  private final List<String> lines = new ArrayList<>();

  InspectText(TreeSnapshot tree) {
    this.tree = tree;
  }

  List<String> lines() {
    heading();
    verdict();
    processes();
    threads();
    memory();
    unreadable();
    tree.machine().ifPresent(this::machine);
    return lines;
  }

  /// What whoever looks wants to know first.
  private void verdict() {
    Verdict verdict = tree.verdict();
    String certainty = verdict.certainty() == Certainty.LIKELY ? ", likely" : "";
    lines.add("Verdict (" + word(verdict.kind()) + certainty + "): " + verdict.sentence());
    verdict
        .evidence()
        .forEach(
            piece -> lines.add("  " + piece.source() + ": " + Printable.oneLine(piece.text())));
    if (!verdict.remedy().isEmpty()) {
      lines.add("  " + verdict.remedy());
    }
    lines.add("");
  }

  private void heading() {
    lines.add(
        "Process %d, %s, %s."
            .formatted(
                tree.root().detail().process().pid(),
                Printable.oneLine(tree.root().detail().name()),
                tree.processes().size() == 1
                    ? "alone"
                    : "with " + (tree.processes().size() - 1) + " below it"));
    if (tree.verdict().kind() != VerdictKind.UNKNOWN) {
      lines.add("It is a " + tree.kind().title() + ".");
    }
    lines.add("");
  }

  private void processes() {
    lines.add(
        ROW.formatted(
            "role",
            "pid",
            "parent",
            "state",
            "resident",
            "PSS",
            "USS",
            "committed",
            "reserved",
            "command"));
    for (ProcessSnapshot process : tree.processes()) {
      var detail = process.detail();
      MemoryReading sizes = process.sizes();
      String command =
          detail.commandLine().isEmpty()
              ? "[" + detail.name() + "]"
              : String.join(" ", detail.commandLine());
      lines.add(
          ROW.formatted(
              word(process.role()),
              detail.process().pid(),
              detail.parentPid(),
              word(detail.state()),
              size(sizes.residentBytes()),
              size(sizes.pssBytes()),
              size(sizes.ussBytes()),
              size(sizes.committedBytes()),
              size(sizes.reservedBytes()),
              cut(Printable.oneLine(command))));
    }
    if (tree.processes().size() > 1) {
      lines.add(
          ROW.formatted(
                  "together",
                  "",
                  "",
                  "",
                  size(tree.total(MemoryReading::residentBytes)),
                  size(tree.total(MemoryReading::pssBytes)),
                  size(tree.total(MemoryReading::ussBytes)),
                  size(tree.total(MemoryReading::committedBytes)),
                  size(tree.total(MemoryReading::reservedBytes)),
                  "")
              .stripTrailing());
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_COMMAND ? text : text.substring(0, MOST_COMMAND - 1) + "…";
  }

  /// A value that may not be read is a dash, never 0.
  private static String size(OptionalLong bytes) {
    return bytes.isPresent() ? ByteSize.text(bytes.getAsLong()) : "-";
  }

  private void threads() {
    lines.add("");
    lines.add("Threads");
    for (ProcessSnapshot process : tree.processes()) {
      List<ThreadDetail> all =
          process.threads().seen().map(ThreadsDetail::threads).orElse(List.of());
      Map<String, Integer> more = new TreeMap<>();
      for (int i = 0; i < all.size(); i++) {
        if (i < MOST_THREADS) {
          lines.add(line(process, all.get(i)));
        } else {
          more.merge(does(all.get(i)), 1, Integer::sum);
        }
      }
      more.forEach((does, count) ->
          lines.add("  %7d %7s %d more: %s".formatted(pid(process), "", count, does)));
    }
  }

  private static long pid(ProcessSnapshot process) {
    return process.detail().process().pid();
  }

  private static String line(ProcessSnapshot process, ThreadDetail thread) {
    String share =
        thread.cpuShare().isPresent()
            ? String.format(Locale.ROOT, "%.0f%%", 100 * thread.cpuShare().getAsDouble())
            : "-";
    return "  %7d %7d %-16s %5s  %s"
        .formatted(
            pid(process), thread.tid(), Printable.oneLine(thread.name()), share, does(thread));
  }

  private static String does(ThreadDetail thread) {
    return thread.waitsFor().map(Printable::oneLine).orElseGet(() -> word(thread.state()));
  }

  private void memory() {
    Set<String> sentences = new LinkedHashSet<>();
    for (ProcessSnapshot process : tree.processes()) {
      Optional<MemoryDetail> memory = process.memory().seen();
      if (memory.isPresent()) {
        memory.get().heap().ifPresent(heap -> sentences.add(sentence(process, heap)));
        for (MemoryFinding finding : memory.get().findings()) {
          sentences.add("process " + pid(process) + ": " + finding.sentence());
        }
      }
    }
    types();
    if (!sentences.isEmpty()) {
      lines.add("");
      lines.add("Remarkable");
      sentences.forEach(sentence -> lines.add("  " + sentence + "."));
    }
  }

  private static String sentence(ProcessSnapshot process, JvmHeap heap) {
    return "process %d: its Java heap (%s) has %s used, %s committed, %s reserved, as Java says"
        .formatted(
            pid(process),
            heap.collector(),
            ByteSize.text(heap.usedBytes()),
            ByteSize.text(heap.committedBytes()),
            ByteSize.text(heap.reservedBytes()));
  }

  /// The memory of the process that was asked for, by type.
  private void types() {
    List<MappingUse> types =
        tree.root()
            .memory()
            .seen()
            .flatMap(MemoryDetail::map)
            .map(map -> map.types())
            .orElse(List.of());
    if (types.isEmpty()) {
      return;
    }
    String row = "  %-20s %10s %10s %10s %10s %7s";
    lines.add("");
    lines.add("Memory of process " + pid(tree.root()));
    lines.add(row.formatted("type", "reserved", "committed", "resident", "own", "areas"));
    for (MappingUse use : types) {
      lines.add(
          row.formatted(
              type(use.type()),
              ByteSize.text(use.reservedBytes()),
              ByteSize.text(use.committedBytes()),
              ByteSize.text(use.residentBytes()),
              ByteSize.text(use.ownBytes()),
              use.areas()));
    }
  }

  private static String type(MappingType type) {
    return switch (type) {
      case PRIVATE_ANONYMOUS -> "private anonymous";
      case HEAP -> "heap";
      case THREAD_STACKS -> "thread stacks";
      case FILES -> "files, libraries";
      case SHARED_MEMORY -> "shared memory";
      case NO_RESERVE -> "without a promise";
      case NO_ACCESS -> "no access";
      case KERNEL -> "kernel";
    };
  }

  private void unreadable() {
    Set<String> missing = new LinkedHashSet<>();
    for (ProcessSnapshot process : tree.processes()) {
      for (Unreadable one : process.unreadable()) {
        missing.add(one.what() + ": " + one.reason() + "; " + one.remedy());
      }
    }
    if (!missing.isEmpty()) {
      lines.add("");
      lines.add("Could not be read");
      missing.forEach(text -> lines.add("  " + text + "."));
    }
  }

  private void machine(MachineMemory machine) {
    lines.add("");
    lines.add(
        "Machine: %s of memory, %s available; %s promised, commit limit %s."
            .formatted(
                size(machine.totalBytes()),
                size(machine.availableBytes()),
                size(machine.committedBytes()),
                size(machine.commitLimitBytes())));
    lines.add("  Overcommit: " + machine.overcommit().meaning() + ".");
    machine
        .pressure()
        .ifPresent(pressure ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "  Memory pressure: processes stood still %.1f %% of the last 10 s, %.1f %% of"
                        + " the last minute.",
                    100 * pressure.some10(),
                    100 * pressure.some60())));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
