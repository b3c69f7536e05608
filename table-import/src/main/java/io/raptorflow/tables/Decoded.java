package io.raptorflow.tables;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// The text of a file, or why its bytes are none.
sealed interface Decoded {

  /// @param encoding as people know it
  record Text(String text, String encoding) implements Decoded {}

  record Refused(String why) implements Decoded {}

  /// Finds the encoding: byte order mark, zero bytes of UTF-16, strict UTF-8, then Windows-1252.
  static Decoded of(byte[] bytes) {
    if (bytes.length == 0) {
      return new Refused("the file is empty");
    }
    String known = magic(bytes);
    if (!known.isEmpty()) {
      return new Refused(known);
    }
    if (begins(bytes, 0xEF, 0xBB, 0xBF)) {
      return strict(bytes, 3, StandardCharsets.UTF_8, "UTF-8 with a byte order mark");
    }
    if (begins(bytes, 0xFF, 0xFE)) {
      return strict(bytes, 2, StandardCharsets.UTF_16LE, "UTF-16 little-endian");
    }
    if (begins(bytes, 0xFE, 0xFF)) {
      return strict(bytes, 2, StandardCharsets.UTF_16BE, "UTF-16 big-endian");
    }
    int even = 0;
    int odd = 0;
    int looked = Math.min(bytes.length, 4_096);
    for (int i = 0; i < looked; i++) {
      if (bytes[i] == 0) {
        even += i % 2 == 0 ? 1 : 0;
        odd += i % 2;
      }
    }
    if (odd > looked / 4 && even == 0) {
      return strict(bytes, 0, StandardCharsets.UTF_16LE, "UTF-16 little-endian, without a mark");
    }
    if (even > looked / 4 && odd == 0) {
      return strict(bytes, 0, StandardCharsets.UTF_16BE, "UTF-16 big-endian, without a mark");
    }
    if (even + odd > 0 || hasControls(bytes)) {
      return new Refused("the file is binary: it holds control bytes that no text has");
    }
    Decoded utf8 = strict(bytes, 0, StandardCharsets.UTF_8, "UTF-8");
    return utf8 instanceof Text
        ? utf8
        : new Text(
            new String(bytes, Charset.forName("windows-1252")),
            "Windows-1252 (it is not UTF-8; look at the letters beyond A to Z)");
  }

  private static Decoded strict(byte[] bytes, int skip, Charset charset, String name) {
    try {
      String text =
          charset.newDecoder().decode(ByteBuffer.wrap(bytes, skip, bytes.length - skip)).toString();
      return text.indexOf('\0') >= 0
          ? new Refused("the file is binary: read as " + name + " it holds zero characters")
          : new Text(text, name);
    } catch (CharacterCodingException broken) {
      return new Refused("the file is not valid " + name);
    }
  }

  private static boolean hasControls(byte[] bytes) {
    int controls = 0;
    for (byte b : bytes) {
      controls += b >= 0 && b < 32 && b != '\n' && b != '\r' && b != '\t' && b != '\f' ? 1 : 0;
    }
    return controls > 0;
  }

  private static String magic(byte[] bytes) {
    if (begins(bytes, 'P', 'K', 3, 4)) {
      return "the file is a zip or a spreadsheet (xlsx): unpack it, or save the sheet as CSV";
    }
    if (begins(bytes, 0xD0, 0xCF, 0x11, 0xE0)) {
      return "the file is an old Excel workbook (xls): save the sheet as CSV";
    }
    if (begins(bytes, '%', 'P', 'D', 'F')) {
      return "the file is a PDF: export the table as CSV";
    }
    if (begins(bytes, 0x1F, 0x8B)) {
      return "the file is packed with gzip: unpack it first";
    }
    if (begins(bytes, 0x89, 'P', 'N', 'G')) {
      return "the file is a picture: export the table as CSV";
    }
    return "";
  }

  private static boolean begins(byte[] bytes, int... start) {
    if (bytes.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
