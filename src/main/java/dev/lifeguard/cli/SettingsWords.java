package dev.lifeguard.cli;

import dev.lifeguard.gui.common.ColumnPlace;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.launch.Preset;
import dev.lifeguard.gui.shell.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The window's settings as the object of a JSON file, and back. Whatever is missing, of another
/// type or unknown is as it usually is: a file of another version is no broken file.
final class SettingsWords {
  private SettingsWords() {}

  static Map<String, Object> write(Settings settings) {
    Look look = settings.look();
    Settings.Place place = settings.place();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("format", 1);
    object.put("theme", word(look.theme()));
    object.put("fontPoints", look.fontPoints());
    object.put("units", word(look.units()));
    object.put("motion", word(look.motion()));
    object.put("confirmKill", word(settings.confirmKill()));
    object.put("sampling", word(settings.sampling()));
    Map<String, Object> window = new LinkedHashMap<>();
    window.put("width", place.width());
    window.put("height", place.height());
    window.put("maximized", place.maximized());
    window.put("split", place.split());
    window.put("lowerSplit", place.lowerSplit());
    window.put("folded", place.folded());
    object.put("window", window);
    Map<String, Object> columns = new LinkedHashMap<>();
    settings.columns().forEach((table, places) -> columns.put(table, columns(places)));
    object.put("columns", columns);
    object.put(
        "presets",
        settings.presets().stream()
            .map(preset -> Map.of("name", preset.name(), "fields", preset.fields()))
            .toList());
    object.put("recent", settings.recent());
    return object;
  }

  private static List<Map<String, Object>> columns(List<ColumnPlace> places) {
    return places.stream()
        .map(place -> Map.<String, Object>of("column", place.column(), "width", place.width()))
        .toList();
  }

  static Settings read(Map<String, Object> object) {
    Settings usual = Settings.USUAL;
    Look look = usual.look();
    return new Settings(
        new Look(
            choice(object, "theme", look.theme()),
            (int) number(object, "fontPoints", look.fontPoints()),
            choice(object, "units", look.units()),
            choice(object, "motion", look.motion())),
        choice(object, "confirmKill", usual.confirmKill()),
        choice(object, "sampling", usual.sampling()),
        place(object(object, "window"), usual.place()),
        columns(object(object, "columns")),
        list(object, "presets", SettingsWords::preset),
        list(object, "recent", SettingsWords::text));
  }

  private static Settings.Place place(Map<String, Object> window, Settings.Place usual) {
    return new Settings.Place(
        number(window, "width", usual.width()),
        number(window, "height", usual.height()),
        truth(window, "maximized"),
        number(window, "split", usual.split()),
        number(window, "lowerSplit", usual.lowerSplit()),
        truth(window, "folded"));
  }

  private static Map<String, List<ColumnPlace>> columns(Map<String, Object> tables) {
    Map<String, List<ColumnPlace>> columns = new LinkedHashMap<>();
    tables
        .keySet()
        .forEach(table -> columns.put(table, list(tables, table, SettingsWords::columnPlace)));
    return columns;
  }

  private static Optional<ColumnPlace> columnPlace(Object value) {
    Map<String, Object> column = map(value);
    return text(column.get("column"))
        .map(name -> new ColumnPlace(name, Math.clamp(number(column, "width", 0), 0, 1000)));
  }

  private static Optional<Preset> preset(Object value) {
    Map<String, Object> preset = map(value);
    Map<String, String> fields = new LinkedHashMap<>();
    object(preset, "fields")
        .forEach((key, field) -> text(field).ifPresent(typed -> fields.put(key, typed)));
    return text(preset.get("name")).map(name -> new Preset(name, fields));
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E choice(Map<String, Object> from, String key, E usual) {
    for (E each : usual.getDeclaringClass().getEnumConstants()) {
      if (word(each).equals(from.get(key))) {
        return each;
      }
    }
    return usual;
  }

  private static double number(Map<String, Object> from, String key, double usual) {
    return from.get(key) instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue()
        : usual;
  }

  private static boolean truth(Map<String, Object> from, String key) {
    return Boolean.TRUE.equals(from.get(key));
  }

  private static Optional<String> text(@Nullable Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static <T> List<T> list(
      Map<String, Object> from, String key, Function<Object, Optional<T>> read) {
    List<T> list = new ArrayList<>();
    if (from.get(key) instanceof List<?> values) {
      values.forEach(value -> read.apply(value).ifPresent(list::add));
    }
    return list;
  }

  private static Map<String, Object> object(Map<String, Object> from, String key) {
    return map(from.get(key));
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, each) -> map.put(String.valueOf(key), each));
    }
    return map;
  }
}
