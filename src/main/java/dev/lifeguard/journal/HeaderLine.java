package dev.lifeguard.journal;

import java.nio.file.Path;
import java.util.Optional;

/// The header of a journal as its first line.
final class HeaderLine {
  private static final String TYPE = "journal";

  private HeaderLine() {}

  /// Appends the header and a line end.
  static void append(JournalHeader header, JsonLine line) {
    line.begin()
        .field("type", TYPE)
        .begin("format")
        .field("major", header.formatMajor())
        .field("minor", header.formatMinor())
        .end()
        .field("application", header.application())
        .field("system", header.system());
    EventEncoder.identity(line.begin("supervisor"), header.supervisor()).end();
    line.field("started", IsoTime.text(header.started())).field("job", header.job());
    header
        .jobFile()
        .ifPresent(seal ->
            line.begin("jobFile")
                .field("bytes", seal.bytes())
                .field("sha256", seal.sha256())
                .end());
    header.controlSocket().ifPresent(socket -> line.field("controlSocket", socket));
    line.end().endLine();
  }

  /// Reads the header, or says why this is no journal that can be read here.
  static Tried<JournalHeader> parse(Path file, byte[] bytes, int offset, int length) {
    try {
      Fields fields = Fields.parse(bytes, offset, length);
      if (!fields.has("type") || !fields.text("type").equals(TYPE)) {
        return new Tried.Refused<>(file + " is no journal of Lifeguard: its first line is another");
      }
      Fields format = fields.object("format");
      if (format.whole("major") > JournalHeader.MAJOR) {
        return new Tried.Refused<>(tooNew(file, fields, format.whole("major")));
      }
      return new Tried.Done<>(header(fields, format));
    } catch (Unreadable e) {
      return new Tried.Refused<>(
          file + " is no journal of Lifeguard, or its first line is damaged: " + e.why());
    }
  }

  private static JournalHeader header(Fields fields, Fields format) throws Unreadable {
    return new JournalHeader(
        format.whole("major"),
        format.whole("minor"),
        fields.text("application"),
        fields.text("system"),
        EventDecoder.identity(fields.object("supervisor")),
        IsoTime.parse(fields.text("started")),
        fields.text("job"),
        fields.has("jobFile") ? Optional.of(seal(fields.object("jobFile"))) : Optional.empty(),
        fields.has("controlSocket") ? Optional.of(fields.text("controlSocket")) : Optional.empty());
  }

  private static JournalHeader.Seal seal(Fields fields) throws Unreadable {
    return new JournalHeader.Seal(fields.wholeLong("bytes"), fields.text("sha256"));
  }

  private static String tooNew(Path file, Fields fields, int major) throws Unreadable {
    String writer = fields.has("application") ? fields.text("application") : "a newer version";
    return file
        + " is in format "
        + major
        + ", written by Lifeguard "
        + writer
        + "; this Lifeguard reads formats up to "
        + JournalHeader.MAJOR
        + ": open it with "
        + writer
        + " or newer";
  }
}
