package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.ColumnPlace;
import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.launch.Preset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Everything that the window remembers from one time to the next. Whoever changes something makes
/// a new one.
///
/// @param look theme, letters, units, motion
/// @param confirmKill how often it is asked before a worker is killed
/// @param sampling how often the processes of a pool that is launched here are measured
/// @param place where the window stands and how it is divided
/// @param columns order and widths of the columns, by table
/// @param presets filled-in launch dialogs, in the order in which they are listed
/// @param recent what was opened, the latest first: job files and recordings
public record Settings(
    Look look,
    Confirmation confirmKill,
    SampleRate sampling,
    Place place,
    Map<String, List<ColumnPlace>> columns,
    List<Preset> presets,
    List<String> recent) {
  /// How much of what was opened is remembered.
  public static final int MOST_RECENT = 10;

  /// What nobody has changed yet.
  public static final Settings USUAL =
      new Settings(
          Look.USUAL,
          Confirmation.ALWAYS,
          SampleRate.QUARTER,
          Place.USUAL,
          Map.of(),
          List.of(),
          List.of());

  /// Copies the collections.
  public Settings {
    columns = new TreeMap<>(columns);
    presets = List.copyOf(presets);
    recent = recent.stream().limit(MOST_RECENT).toList();
  }

  /// Where the window stands and how it is divided.
  ///
  /// @param width in pixels, when it is not maximized
  /// @param height likewise
  /// @param maximized whether it fills the screen
  /// @param split the share of the tables in the width, 0 to 1
  /// @param lowerSplit the share of the process table in the height of the tables, 0 to 1
  /// @param folded whether the inspector is folded away
  public record Place(
      double width,
      double height,
      boolean maximized,
      double split,
      double lowerSplit,
      boolean folded) {
    /// As the window is laid out.
    public static final Place USUAL = new Place(1280, 800, false, 0.635, 0.5, false);

    /// Keeps what cannot be within bounds.
    public Place {
      width = Math.clamp(width, 400, 20_000);
      height = Math.clamp(height, 300, 20_000);
      split = Math.clamp(split, 0.05, 0.95);
      lowerSplit = Math.clamp(lowerSplit, 0.05, 0.95);
    }
  }

  /// The same with another look.
  public Settings with(Look next) {
    return new Settings(next, confirmKill, sampling, place, columns, presets, recent);
  }

  /// The same with another rule.
  public Settings with(Confirmation next) {
    return new Settings(look, next, sampling, place, columns, presets, recent);
  }

  /// The same with another rate of measuring.
  public Settings with(SampleRate next) {
    return new Settings(look, confirmKill, next, place, columns, presets, recent);
  }

  /// The same with the window elsewhere.
  public Settings with(Place next) {
    return new Settings(look, confirmKill, sampling, next, columns, presets, recent);
  }

  /// The same with another layout of a table.
  public Settings withColumns(String table, List<ColumnPlace> places) {
    Map<String, List<ColumnPlace>> next = new TreeMap<>(columns);
    next.put(table, List.copyOf(places));
    return new Settings(look, confirmKill, sampling, place, next, presets, recent);
  }

  /// The same with other presets.
  public Settings withPresets(List<Preset> next) {
    return new Settings(look, confirmKill, sampling, place, columns, next, recent);
  }

  /// The same with this opened last.
  public Settings opened(String path) {
    List<String> next = new ArrayList<>(List.of(path));
    recent.stream().filter(each -> !each.equals(path)).forEach(next::add);
    return new Settings(look, confirmKill, sampling, place, columns, presets, next);
  }

  /// The same without this, because it is not there any more.
  public Settings forgotten(String path) {
    return new Settings(
        look,
        confirmKill,
        sampling,
        place,
        columns,
        presets,
        recent.stream().filter(each -> !each.equals(path)).toList());
  }
}
