package io.raptorflow.guild.matrix.computed;

import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The table `texts`: what people wrote. A text is data, whatever it says.
final class Texts {
  static final TableShape<Text> SHAPE =
      new TableShape<>(
          "texts",
          List.of("text_id", "source", "lang", "date", "text"),
          cells ->
              new Text(
                  cells.text("text_id"),
                  cells.text("source"),
                  language(cells.text("lang")),
                  cells.date("date"),
                  cells.amountIfKnown("rating"),
                  cells.text("text")));

  private Texts() {}

  /// One text.
  ///
  /// @param language the first part of its tag, in small letters
  record Text(
      String id,
      String source,
      String language,
      LocalDate date,
      @Nullable BigDecimal rating,
      String text) {}

  private static String language(String tag) {
    return tag.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
  }

  /// Different texts by id; the same words of one source count once, because copies are no voices.
  static List<Text> distinct(Study study, List<Text> rows) {
    List<Text> kept = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    Set<String> ids = new HashSet<>();
    int copies = 0;
    List<Text> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(Text::id).thenComparing(Text::text));
    for (Text row : sorted) {
      boolean fresh = ids.add(row.id());
      if (fresh & seen.add(List.of(row.source(), row.text().strip().toLowerCase(Locale.ROOT)))) {
        kept.add(row);
      } else {
        copies++;
      }
    }
    if (copies > 0) {
      study.refuse(copies + " texts repeat an id or the words of another and were not counted");
    }
    return kept;
  }

  /// Words of a text: letters with inner apostrophes, in small letters, two letters and more.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      boolean inner =
          (c == '\'' || c == '’')
              && from >= 0
              && i + 1 < text.length()
              && Character.isLetter(text.charAt(i + 1));
      if (Character.isLetter(c) || inner) {
        from = from < 0 ? i : from;
      } else if (from >= 0) {
        if (i - from >= 2) {
          words.add(text.substring(from, i).toLowerCase(Locale.ROOT).replace('’', '\''));
        }
        from = -1;
      }
    }
    return words;
  }
}
