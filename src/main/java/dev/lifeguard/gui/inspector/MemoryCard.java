package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.MemoryWords;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.JvmHeap;
import dev.lifeguard.job.MappingUse;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryMap;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.MemoryRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/// The memory of the chosen process as its tab shows it.
///
/// @param bars resident, committed, reserved, on one scale
/// @param findings what is remarkable, sentences
/// @param types what it consists of; empty when that may not be read
/// @param largest the largest areas
/// @param heap what its Java virtual machine says; empty without one
/// @param missing what could not be read and what would help, sentences
/// @param source of when the map is and what reading it cost; empty without a map
public record MemoryCard(
    String headline,
    List<Bar> bars,
    List<String> findings,
    List<MappingUse> types,
    List<MemoryRegion> largest,
    String heap,
    List<String> missing,
    String source) {

  /// One of the three bars.
  ///
  /// @param parts from left to right
  /// @param limitBytes where the red tick stands
  /// @param scaleBytes the amount that fills the bar, the same for all three
  public record Bar(
      String title, String amount, List<Part> parts, OptionalLong limitBytes, long scaleBytes) {}

  /// A part of a bar.
  ///
  /// @param style its colour, a style class
  public record Part(String style, long bytes) {}

  /// The card of a process.
  ///
  /// @param limitBytes what the job allows a worker
  static MemoryCard of(String name, MemoryDetail detail, OptionalLong limitBytes) {
    MemoryReading sizes = detail.sizes();
    List<MappingUse> types = detail.map().map(MemoryMap::types).orElse(List.of());
    return new MemoryCard(
        headline(name, sizes),
        bars(detail, types, limitBytes),
        detail.findings().stream().map(MemoryCard::finding).toList(),
        types,
        detail.map().map(MemoryMap::largest).orElse(List.of()),
        detail.heap().map(MemoryCard::heap).orElse(""),
        detail.unreadable().stream()
            .map(why -> (Words.sentence(why) + " " + Words.remedy(why)).strip())
            .toList(),
        detail.map().map(MemoryCard::source).orElse(""));
  }

  /// The card of a process that can no longer be asked: what its last sample said.
  static MemoryCard of(String name, MemoryReading last, OptionalLong limitBytes) {
    MemoryDetail detail =
        new MemoryDetail(last, Optional.empty(), Optional.empty(), List.of(), List.of());
    return of(name, detail, limitBytes);
  }

  private static String headline(String name, MemoryReading sizes) {
    return Text.of(
        "memory.headline",
        Words.capital(name),
        MemoryWords.size(sizes.committedBytes()),
        MemoryWords.size(sizes.residentBytes()));
  }

  private static List<Bar> bars(
      MemoryDetail detail, List<MappingUse> types, OptionalLong limitBytes) {
    MemoryReading sizes = detail.sizes();
    long resident = sizes.residentBytes().orElse(0);
    long committed = sizes.committedBytes().orElse(0);
    long reserved = sizes.reservedBytes().orElse(0);
    long most = Math.max(1, Math.max(resident, Math.max(committed, reserved)));
    // A limit far beyond everything would press the bars flat.
    boolean near = limitBytes.isPresent() && limitBytes.getAsLong() <= 2 * most;
    OptionalLong tick = near ? limitBytes : OptionalLong.empty();
    long scale = Math.max(most, tick.orElse(0));
    return List.of(
        new Bar(
            Text.of("memory.resident"), residentText(detail), residentParts(detail), tick, scale),
        new Bar(
            Text.of("memory.committed"),
            MemoryWords.size(sizes.committedBytes()),
            parts(types, MappingUse::committedBytes, committed, "committed"),
            tick,
            scale),
        new Bar(
            Text.of("memory.reserved"),
            MemoryWords.size(sizes.reservedBytes()),
            parts(types, MappingUse::reservedBytes, reserved, "reserved"),
            OptionalLong.empty(),
            scale));
  }

  private static String residentText(MemoryDetail detail) {
    MemoryReading sizes = detail.sizes();
    StringBuilder text = new StringBuilder(MemoryWords.size(sizes.residentBytes()));
    if (sizes.ussBytes().isPresent() && detail.sharedBytes().isPresent()) {
      text.append("   ")
          .append(
              Text.of(
                  "memory.own-shared",
                  MemoryWords.size(sizes.ussBytes()),
                  MemoryWords.size(detail.sharedBytes())));
    }
    if (sizes.peakResidentBytes().isPresent()) {
      text.append("   ")
          .append(Text.of("memory.peak", MemoryWords.size(sizes.peakResidentBytes())));
    }
    if (sizes.swapBytes().orElse(0) > 0) {
      text.append("   ").append(Text.of("memory.swapped", MemoryWords.size(sizes.swapBytes())));
    }
    return text.toString();
  }

  private static List<Part> residentParts(MemoryDetail detail) {
    long resident = detail.sizes().residentBytes().orElse(0);
    long shared = detail.sharedBytes().orElse(0);
    return List.of(new Part("resident", resident - shared), new Part("shared", shared));
  }

  /// By type where the map is known. What a map that is some seconds old does not account for is
  /// shown as what it is: memory of no known type.
  private static List<Part> parts(
      List<MappingUse> types, ToLongFunction<MappingUse> amount, long total, String style) {
    List<Part> parts = new ArrayList<>();
    long rest = total;
    for (MappingUse use : types) {
      long bytes = Math.min(rest, amount.applyAsLong(use));
      if (bytes > 0) {
        parts.add(new Part(Words.style(use.type()), bytes));
        rest -= bytes;
      }
    }
    if (rest > 0) {
      parts.add(new Part(style, rest));
    }
    return parts;
  }

  private static String finding(MemoryFinding finding) {
    return Words.capital(finding.sentence()) + ".";
  }

  private static String heap(JvmHeap heap) {
    return Text.of(
        "memory.heap",
        heap.collector(),
        ByteSize.text(heap.usedBytes()),
        ByteSize.text(heap.committedBytes()),
        ByteSize.text(heap.reservedBytes()));
  }

  private static String source(MemoryMap map) {
    return Text.of("memory.source", map.areas(), Math.max(1, map.cost().toMillis()));
  }
}
