package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes text in UTF-8 as JSON strings without decoding it.
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonBytes() {}

  /// A piece of an array as a string of JSON.
  static Payload string(byte[] utf8, int from, int to) {
    for (int i = from; i < to; i++) {
      if (escaped(utf8[i])) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(to - from + 16);
        append(utf8, from, to, json);
        return Payload.of(json.toByteArray());
      }
    }
    byte[] json = new byte[to - from + 2];
    json[0] = '"';
    System.arraycopy(utf8, from, json, 1, to - from);
    json[json.length - 1] = '"';
    return Payload.of(json);
  }

  /// Appends a piece of an array as a string of JSON.
  static void append(byte[] utf8, int from, int to, ByteArrayOutputStream json) {
    json.write('"');
    int done = from;
    for (int i = from; i < to; i++) {
      byte b = utf8[i];
      if (escaped(b)) {
        json.write(utf8, done, i - done);
        done = i + 1;
        json.write('\\');
        if (b == '"' || b == '\\') {
          json.write(b);
        } else {
          json.writeBytes(new byte[] {'u', '0', '0', HEX[b >> 4], HEX[b & 15]});
        }
      }
    }
    json.write(utf8, done, to - done);
    json.write('"');
  }

  private static boolean escaped(byte b) {
    return (b >= 0 && b < 0x20) || b == '"' || b == '\\';
  }
}
