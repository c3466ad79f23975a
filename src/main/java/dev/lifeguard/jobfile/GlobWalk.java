package dev.lifeguard.jobfile;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds the regular files that match a pattern, in the order of their paths' bytes. It goes
/// through the tree once for all alternatives and holds the names of one directory at each level,
/// nothing else. Links to files are followed; links to directories where the pattern names them,
/// not below `**`, where they could go round in circles.
final class GlobWalk {
  private static final int MOST_REMARKS = 20;

  private final Sink sink;
  private final List<String> remarks = new ArrayList<>();

  /// A walk that tells of each file it finds.
  GlobWalk(Sink sink) {
    this.sink = sink;
  }

  /// Takes the path of a file.
  @FunctionalInterface
  interface Sink {
    void accept(String path) throws IOException;
  }

  /// So far, a pattern has matched; `next` is the first segment that has not.
  private record State(List<GlobPattern.Segment> segments, int next) {
    GlobPattern.Segment segment() {
      return segments.get(next);
    }

    State advanced() {
      return new State(segments, next + 1);
    }

    boolean last() {
      return next == segments.size() - 1;
    }
  }

  /// A directory's entry that may match; a directory sorts as if its name ended in a slash.
  private record Entry(Path path, String name, boolean directory) {
    String order() {
      return directory ? name + "/" : name;
    }
  }

  /// Walks, and returns what the user should know: directories that could not be read.
  ///
  /// @throws IOException if a directory cannot be listed for another reason than missing rights
  static List<String> walk(GlobPattern pattern, Sink sink) throws IOException {
    GlobWalk walk = new GlobWalk(sink);
    Map<String, Set<State>> byRoot = new TreeMap<>();
    for (List<GlobPattern.Segment> segments : pattern.alternatives()) {
      String drive = GlobPattern.drive(segments, File.separatorChar);
      int next = drive.isEmpty() ? 0 : 1;
      if (segments.size() > next) {
        byRoot.computeIfAbsent(drive, _ -> new LinkedHashSet<>()).add(new State(segments, next));
      }
    }
    for (Map.Entry<String, Set<State>> root : byRoot.entrySet()) {
      walk.directory(Path.of(root.getKey() + "/"), root.getKey(), root.getValue());
    }
    return walk.remarks;
  }

  private void directory(Path directory, String shown, Set<State> arriving) throws IOException {
    Set<State> states = withoutDirectories(arriving);
    for (Entry entry : entries(directory, shown, states)) {
      Set<State> inside = new LinkedHashSet<>();
      boolean accepted = false;
      boolean link = entry.directory && Files.isSymbolicLink(entry.path);
      for (State state : states) {
        if (state.segment() instanceof GlobPattern.Deep) {
          accepted |= state.last();
          if (!link) {
            inside.add(state);
          }
        } else if (matches(state.segment(), entry.name)) {
          accepted |= state.last();
          if (!state.last()) {
            inside.add(state.advanced());
          }
        }
      }
      String path = shown + "/" + entry.name;
      if (entry.directory && !inside.isEmpty()) {
        directory(entry.path, path, inside);
      } else if (accepted && !entry.directory && Files.isRegularFile(entry.path)) {
        sink.accept(path);
      }
    }
  }

  /// `**` may stand for no directory at all.
  private static Set<State> withoutDirectories(Set<State> arriving) {
    Set<State> states = new LinkedHashSet<>(arriving);
    for (State state : arriving) {
      if (state.segment() instanceof GlobPattern.Deep && !state.last()) {
        states.add(state.advanced());
      }
    }
    return states;
  }

  private static boolean matches(GlobPattern.Segment segment, String name) {
    return switch (segment) {
      case GlobPattern.Literal literal -> literal.name().equals(name);
      case GlobPattern.Wild wild -> wild.names().matcher(name).matches();
      case GlobPattern.Deep _ -> true;
    };
  }

  private List<Entry> entries(Path directory, String shown, Set<State> states) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (states.stream().allMatch(state -> namesOne(state.segment()))) {
      // No need to list a directory, or to have the right to, for names that are known.
      states.stream()
          .map(state -> ((GlobPattern.Literal) state.segment()).name())
          .distinct()
          .map(name -> entry(directory.resolve(name), name))
          .filter(entry -> Files.exists(entry.path))
          .forEach(entries::add);
    } else {
      list(directory, shown, entries);
    }
    entries.sort(Comparator.comparing(Entry::order, GlobWalk::byCodePoint));
    return entries;
  }

  /// Names beyond ASCII are compared as they are listed, because Java cannot make paths of them in
  /// every locale.
  private static boolean namesOne(GlobPattern.Segment segment) {
    return segment instanceof GlobPattern.Literal literal
        && literal.name().chars().allMatch(c -> c > 0 && c < 0x7f);
  }

  private void list(Path directory, String shown, List<Entry> into) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path path : stream) {
        String name = name(path);
        if (name.isEmpty()) {
          remark("the name of a file in " + shown + " is not UTF-8; it is not among the items");
        } else {
          into.add(entry(path, name));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (AccessDeniedException _) {
      remark("the directory " + shown + "/ may not be read; its files are not among the items");
    } catch (NoSuchFileException | NotDirectoryException _) {
      // It went away, or a link in the pattern leads nowhere: nothing matches here.
    }
  }

  private void remark(String text) {
    if (remarks.size() < MOST_REMARKS) {
      remarks.add(Printable.oneLine(text));
    } else if (remarks.size() == MOST_REMARKS) {
      remarks.add("and more");
    }
  }

  private static Entry entry(Path path, String name) {
    return new Entry(path, name, Files.isDirectory(path));
  }

  /// The name as its bytes say, whatever the locale; empty if they are not UTF-8. In the C locale a
  /// path's own text has lost what is not ASCII, and only its URI still has the bytes.
  private static String name(Path path) {
    String name = path.getFileName().toString();
    boolean ascii = name.chars().allMatch(c -> c > 0 && c < 0x7f && c != '?');
    if (ascii) {
      return name;
    }
    String raw = path.toUri().getRawPath();
    String escaped = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    byte[] bytes = unescaped(escaped.substring(escaped.lastIndexOf('/') + 1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return "";
    }
  }

  private static byte[] unescaped(String text) {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes[length++] = (byte) Integer.parseInt(text, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = (byte) text.charAt(i);
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  /// The order of the UTF-8 bytes, which is not that of Java's characters beyond U+FFFF.
  private static int byCodePoint(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int order = Integer.compare(a.codePointAt(i), b.codePointAt(j));
      if (order != 0) {
        return order;
      }
      i += Character.charCount(a.codePointAt(i));
      j += Character.charCount(b.codePointAt(j));
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }
}
