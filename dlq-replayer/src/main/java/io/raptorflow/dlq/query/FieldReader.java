package io.raptorflow.dlq.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads the left side of a comparison.
final class FieldReader {
  private static final String HEADER = "header";
  private static final String PAYLOAD = "payload";
  private static final int STEPS_MAX = 64;
  private static final int INDEX_DIGITS_MAX = 6;
  private static final Map<String, Field.OfRow> ROW = new LinkedHashMap<>();

  static {
    for (Field.OfRow field : Field.OfRow.values()) {
      ROW.put(field.text(), field);
    }
  }

  private static final String FITS =
      String.join(", ", ROW.keySet()) + ", header.NAME or payload.$.PATH";

  private final Cursor cursor;

  FieldReader(Cursor cursor) {
    this.cursor = cursor;
  }

  /// Reads a field; at least one sign of a field stands at the cursor.
  Field read() {
    int start = cursor.at();
    String word = cursor.fieldWord();
    int dot = word.indexOf('.');
    String name = (dot < 0 ? word : word.substring(0, dot)).toLowerCase(Locale.ROOT);
    if (name.equals(HEADER)) {
      return header(start, dot < 0 ? "" : word.substring(dot));
    }
    if (name.equals(PAYLOAD)) {
      cursor.back(start + PAYLOAD.length());
      return payload(start);
    }
    Field.OfRow field = dot < 0 ? ROW.get(name) : null;
    if (field == null) {
      List<String> known = new ArrayList<>(ROW.keySet());
      known.add(HEADER);
      known.add(PAYLOAD);
      throw cursor.fault(
          Fault.at(start, cursor.at())
              .problem("there is no such field")
              .fits(FITS)
              .nearest(Nearest.to(name, known)));
    }
    return field;
  }

  /// @param rest what follows the word `header`: a dot and a name, or a dot alone before a quote
  private Field header(int start, String rest) {
    if (rest.equals(".") && isQuote(cursor.here())) {
      return new Field.OfHeader(cursor.quoted().text());
    }
    if (rest.length() < 2) {
      throw cursor.fault(
          Fault.at(start, cursor.at())
              .problem("a header needs its name")
              .fits("header.NAME, for example header.raptor-attempt or header.\"odd name\""));
    }
    return new Field.OfHeader(rest.substring(1));
  }

  private Field payload(int start) {
    if (!cursor.take(".$")) {
      throw badPath(start, "a path into the body begins with payload.$");
    }
    List<Field.Step> path = new ArrayList<>();
    while (cursor.here() == '.' || cursor.here() == '[') {
      if (path.size() == STEPS_MAX) {
        throw badPath(start, "a path into the body has at most %d steps".formatted(STEPS_MAX));
      }
      path.add(cursor.take(".") ? name(start) : index(start));
    }
    return new Field.OfPayload(path);
  }

  private Field.Step name(int start) {
    if (isQuote(cursor.here())) {
      return new Field.Step.Name(cursor.quoted().text());
    }
    String name = cursor.run("_-$");
    if (name.isEmpty()) {
      throw badPath(start, "a name is missing after the dot");
    }
    return new Field.Step.Name(name);
  }

  private Field.Step index(int start) {
    cursor.take("[");
    String digits = cursor.run("");
    boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number || digits.length() > INDEX_DIGITS_MAX || !cursor.take("]")) {
      throw badPath(start, "a place in a list is a number such as [0], at most [999999]");
    }
    return new Field.Step.Index(Integer.parseInt(digits));
  }

  private QuerySyntaxException badPath(int start, String problem) {
    Fault here = cursor.here(cursor.at());
    int end = cursor.isAtEnd() ? cursor.at() : here.end();
    return cursor.fault(
        Fault.at(start, end)
            .problem(problem)
            .fits("a path such as payload.$.brief.channels[0] or payload.$.\"odd name\""));
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }
}
