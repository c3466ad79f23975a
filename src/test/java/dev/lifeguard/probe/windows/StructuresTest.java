package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the layouts against the C headers: a program that asserts every size and offset must
/// compile.
@Tag("wine")
final class StructuresTest {
  @TempDir private Path directory;

  @Test
  void layoutsAreThoseOfTheHeaders() throws IOException {
    WindowsLab.assumeCompiler();
    StringBuilder program = new StringBuilder();
    program.append("#include <stddef.h>\n#include <windows.h>\n#include <psapi.h>\n");
    program.append("#include <winternl.h>\n");
    for (StructLayout layout : Structures.ALL) {
      String type = layout.name().orElseThrow();
      program.append(
          "_Static_assert(sizeof(%s) == %d, \"%s\");\n".formatted(type, layout.byteSize(), type));
      describe(program, type, layout);
    }
    assertThat(program.toString().lines().count()).as("assertions").isGreaterThan(90);
    Path source = directory.resolve("layouts.c");
    Files.writeString(source, program);
    WindowsLab.compile(List.of("-fsyntax-only", source.toString()));
  }

  private static void describe(StringBuilder program, String type, StructLayout layout) {
    for (MemoryLayout member : layout.memberLayouts()) {
      if (member instanceof PaddingLayout) {
        continue;
      }
      String name = member.name().orElseThrow();
      long offset = layout.byteOffset(PathElement.groupElement(name));
      program.append(
          "_Static_assert(offsetof(%s, %s) == %d, \"%s.%s\");\n"
              .formatted(type, name, offset, type, name));
      program.append(
          "_Static_assert(sizeof(((%s *)0)->%s) == %d, \"size of %s.%s\");\n"
              .formatted(type, name, member.byteSize(), type, name));
      if (member instanceof StructLayout inner) {
        describe(program, type, name, layout, inner);
      }
    }
  }

  /// The members of a member; no structure here is deeper.
  private static void describe(
      StringBuilder program, String type, String outer, StructLayout layout, StructLayout inner) {
    for (MemoryLayout member : inner.memberLayouts()) {
      if (!(member instanceof PaddingLayout)) {
        String name = member.name().orElseThrow();
        long offset =
            layout.byteOffset(PathElement.groupElement(outer), PathElement.groupElement(name));
        program.append(
            "_Static_assert(offsetof(%s, %s.%s) == %d, \"%s.%s.%s\");\n"
                .formatted(type, outer, name, offset, type, outer, name));
      }
    }
  }
}
