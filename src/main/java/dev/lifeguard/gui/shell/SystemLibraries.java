package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What JavaFX needs of a Linux system. It is tried beforehand, because JavaFX itself would answer
/// with a stack trace that names no package.
final class SystemLibraries {
  private static final String PLATFORM = "glass.platform";
  private static final String HEADLESS = "Headless";
  private static final String REGION_CACHING = "prism.disableRegionCaching";

  private SystemLibraries() {}

  /// Why no window can be opened here.
  static Optional<Toolkit.Outcome> obstacle() {
    if (!isLinux()) {
      return Optional.empty();
    }
    Map<String, String> needed = new LinkedHashMap<>();
    if (!isHeadless()) {
      if (isUnset("DISPLAY") && isUnset("WAYLAND_DISPLAY")) {
        return Optional.of(new Toolkit.Outcome.NoDisplay(Text.of("toolkit.no-display")));
      }
      needed.put("libgtk-3.so.0", "libgtk-3-0");
      needed.put("libXtst.so.6", "libxtst6");
    }
    needed.put("libpangoft2-1.0.so.0", "libpangoft2-1.0-0");
    return missing(needed);
  }

  /// The first library that cannot be loaded.
  ///
  /// @param needed file names, and the packages they are in
  static Optional<Toolkit.Outcome> missing(Map<String, String> needed) {
    return needed.entrySet().stream()
        .filter(library -> !isThere(library.getKey()))
        .findFirst()
        .map(library -> missing(library.getKey(), library.getValue()));
  }

  private static Toolkit.Outcome missing(String library, String debianPackage) {
    return new Toolkit.Outcome.LibraryMissing(
        library, debianPackage, Text.of("toolkit.library", library, debianPackage));
  }

  /// Draws in software where there is no OpenGL: JavaFX would find out by itself, with a stack
  /// trace. And draws grounds as they are: JavaFX keeps a small picture of every ground and
  /// stretches it to the size of its region, which in software takes ten times as long as to fill
  /// the region (a table of a thousand workers that change four times a second: 14 % of a processor
  /// against 3, see WindowLoad). Ours are plain colours, which costs no hardware more either.
  static void chooseRendering() {
    if (System.getProperty(REGION_CACHING) == null) {
      System.setProperty(REGION_CACHING, "true");
    }
    boolean hardware = isThere("libGL.so.1") && isThere("libXxf86vm.so.1");
    if (isLinux() && !hardware && System.getProperty("prism.order") == null) {
      System.setProperty("prism.order", "sw");
    }
  }

  /// Makes JavaFX draw into memory only.
  static void goHeadless() {
    System.setProperty(PLATFORM, HEADLESS);
    System.setProperty("prism.order", "sw");
    chooseRendering();
  }

  private static boolean isHeadless() {
    return HEADLESS.equalsIgnoreCase(System.getProperty(PLATFORM));
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").startsWith("Linux");
  }

  private static boolean isUnset(String variable) {
    String value = System.getenv(variable);
    return value == null || value.isEmpty();
  }

  // Loading a library by name is restricted because its code could do anything. These are the very
  // libraries that JavaFX loads a moment later.
  @SuppressWarnings("restricted")
  private static boolean isThere(String library) {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup.libraryLookup(library, arena);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
