package dev.lifeguard.cli;

import dev.lifeguard.job.MachineCheck;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.zip.InflaterInputStream;

/// Looks at a picture of the window: whether it has its size and shows something. Reads only what
/// our own pictures are: 8 bits for each of red, green and blue, no filter.
final class PictureCheck {
  private static final int SIGNATURE_BYTES = 8;
  private static final int CHECKSUM_BYTES = 4;

  /// Text without its font, or a window without its style, has far fewer: measured 5 of an empty
  /// scene, some hundred of the window, because the edges of letters are smooth.
  private static final int FEWEST_COLOURS = 64;

  private PictureCheck() {}

  /// The check of a file that is there.
  static MachineCheck of(Path file, int width, int height) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(SIGNATURE_BYTES);
      byte[] pixels = new byte[0];
      String size = "";
      for (String type = ""; !type.equals("IEND"); ) {
        int length = in.readInt();
        type = new String(in.readNBytes(4), StandardCharsets.US_ASCII);
        byte[] content = in.readNBytes(length);
        in.skipNBytes(CHECKSUM_BYTES);
        switch (type) {
          case "IHDR" -> size = size(content);
          case "IDAT" -> pixels = content;
          default -> {}
        }
      }
      return judged(size, colours(pixels, width), width + "x" + height);
    }
  }

  private static String size(byte[] header) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(header))) {
      return in.readInt() + "x" + in.readInt();
    }
  }

  private static int colours(byte[] compressed, int width) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
      in.transferTo(bytes);
    }
    byte[] lines = bytes.toByteArray();
    BitSet seen = new BitSet();
    int lineBytes = 1 + 3 * width;
    for (int line = 0; line + lineBytes <= lines.length; line += lineBytes) {
      for (int at = line + 1; at < line + lineBytes; at += 3) {
        seen.set((lines[at] & 255) << 16 | (lines[at + 1] & 255) << 8 | (lines[at + 2] & 255));
      }
    }
    return seen.cardinality();
  }

  private static MachineCheck judged(String size, int colours, String wanted) {
    String finding = "its picture is " + size + " pixels in " + colours + " colours";
    return size.equals(wanted) && colours >= FEWEST_COLOURS
        ? MachineCheck.all("window", finding)
        : SelfTest.failed("window", finding + ", which is no window");
  }
}
