package io.raptorflow.dlq.query;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/// Recursive descent over the grammar of `docs/dead-letter-filter.md`; one use. Depth, terms and
/// length are limited before they are followed, so that no text can exhaust the stack.
final class QueryParser {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final String TERM_FITS = "a comparison such as status=PARKED, not, ( or a work id";

  private final String text;
  private final Cursor cursor;
  private final FieldReader fields;
  private final ValueReader values;
  private final List<Integer> open = new ArrayList<>();
  private int terms;

  QueryParser(String text) {
    this.text = text;
    this.cursor = new Cursor(text);
    this.fields = new FieldReader(cursor);
    this.values = new ValueReader(cursor);
  }

  static boolean isUuid(String word) {
    return word.length() == 36 && UUID_TEXT.matcher(word).matches();
  }

  Term parse() {
    if (text.length() > DeadLetterQuery.CHARS_MAX) {
      throw cursor.fault(
          Fault.at(DeadLetterQuery.CHARS_MAX, text.length())
              .problem("the filter has %,d characters".formatted(text.length()))
              .fits("the end: a filter has at most %,d".formatted(DeadLetterQuery.CHARS_MAX)));
    }
    cursor.peek();
    if (cursor.isAtEnd()) {
      return new Term.Everything();
    }
    Term term = either(0);
    cursor.peek();
    if (!cursor.isAtEnd()) {
      throw afterTerm();
    }
    return term;
  }

  private Term either(int depth) {
    List<Term> terms = new ArrayList<>(List.of(both(depth)));
    while (cursor.takeWord("or")) {
      terms.add(both(depth));
    }
    return Term.any(terms);
  }

  private Term both(int depth) {
    List<Term> terms = new ArrayList<>(List.of(negated(depth)));
    while (cursor.takeWord("and")) {
      terms.add(negated(depth));
    }
    return Term.all(terms);
  }

  private Term negated(int depth) {
    cursor.peek();
    int start = cursor.at();
    if (cursor.takeWord("not")) {
      return Term.not(negated(deeper(depth, start)));
    }
    if (!cursor.take("(")) {
      return comparison(depth);
    }
    open.add(start);
    Term inner = either(deeper(depth, start));
    cursor.peek();
    if (!cursor.take(")")) {
      throw afterTerm();
    }
    open.removeLast();
    return inner;
  }

  private int deeper(int depth, int at) {
    if (depth >= DeadLetterQuery.DEPTH_MAX) {
      throw cursor.fault(
          cursor
              .here(at)
              .problem("the filter is nested too deeply")
              .fits("at most %d parentheses and nots around it".formatted(depth)));
    }
    return depth + 1;
  }

  private void count(int at) {
    if (++terms > DeadLetterQuery.TERMS_MAX) {
      throw cursor.fault(
          cursor
              .here(at)
              .problem("the filter has too many comparisons")
              .fits(
                  "the end: a filter has at most %d, and each value of an in counts"
                      .formatted(DeadLetterQuery.TERMS_MAX)));
    }
  }

  private Term comparison(int depth) {
    cursor.peek();
    int start = cursor.at();
    count(start);
    String word = cursor.fieldWord();
    if (isUuid(word)) {
      return new Term.Comparison(
          Field.OfRow.WORK, Operator.EQUAL, new Value.Id(UUID.fromString(word)));
    }
    cursor.back(start);
    if (word.isEmpty() || isKeyword(word)) {
      throw cursor.fault(cursor.here(start).problem("a comparison is missing").fits(TERM_FITS));
    }
    Field field = fields.read();
    cursor.peek();
    int sign = cursor.at();
    if (field.type() == FieldType.FLAG && endsTerm()) {
      return new Term.Comparison(field, Operator.EQUAL, new Value.Flag(true));
    }
    if (cursor.takeWord("not")) {
      if (!cursor.takeWord("in")) {
        throw cursor.fault(
            cursor
                .here(sign)
                .problem("after a field, not stands only before in")
                .fits(fits(field)));
      }
      deeper(depth, sign);
      return Term.not(in(field, sign));
    }
    if (cursor.takeWord("in")) {
      return in(field, sign);
    }
    return simple(field, sign);
  }

  /// Whether a flag stands alone, which means that it is set.
  private boolean endsTerm() {
    int start = cursor.at();
    boolean ends =
        cursor.isAtEnd() || cursor.here() == ')' || cursor.takeWord("and") || cursor.takeWord("or");
    cursor.back(start);
    return ends;
  }

  private Term simple(Field field, int sign) {
    Operator operator = operator(field, sign);
    allow(field, operator, sign);
    return new Term.Comparison(field, operator, values.read(field, operator));
  }

  private Operator operator(Field field, int at) {
    if (cursor.take("==") || cursor.take("=")) {
      return Operator.EQUAL;
    } else if (cursor.take("!=")) {
      return Operator.NOT_EQUAL;
    } else if (cursor.take("!~")) {
      return Operator.NOT_MATCHES;
    } else if (cursor.take("~")) {
      return Operator.MATCHES;
    } else if (cursor.take("<=")) {
      return Operator.AT_MOST;
    } else if (cursor.take("<")) {
      return Operator.LESS;
    } else if (cursor.take(">=")) {
      return Operator.AT_LEAST;
    } else if (cursor.take(">")) {
      return Operator.MORE;
    }
    throw cursor.fault(
        cursor.here(at).problem(field.text() + " is not compared with anything").fits(fits(field)));
  }

  private Term in(Field field, int sign) {
    allow(field, Operator.IN, sign);
    cursor.peek();
    int list = cursor.at();
    if (!cursor.take("(")) {
      throw cursor.fault(
          cursor.here(list).problem("in needs a list").fits("( and values, such as (A, B)"));
    }
    List<Value> found = new ArrayList<>();
    do {
      cursor.peek();
      if (!found.isEmpty()) {
        count(cursor.at());
      }
      found.add(values.read(field, Operator.IN));
      cursor.peek();
    } while (cursor.take(","));
    if (!cursor.take(")")) {
      throw cursor.fault(
          cursor
              .here(cursor.at())
              .problem("the list opened at character %d is not closed".formatted(list + 1))
              .fits(", or )"));
    }
    return Term.in(field, found);
  }

  private void allow(Field field, Operator operator, int at) {
    if (!field.type().allows(operator)) {
      throw cursor.fault(
          Fault.at(at, cursor.at())
              .problem(
                  field.text()
                      + " is "
                      + field.type().one()
                      + ", and "
                      + operator.sign()
                      + " makes no sense for one")
              .fits(fits(field)));
    }
  }

  private static String fits(Field field) {
    return field.type().comparisons();
  }

  /// Something stands where a filter goes on with `and` or `or`, or ends.
  private QuerySyntaxException afterTerm() {
    Fault here = cursor.here(cursor.at());
    if (!open.isEmpty()) {
      int opened = open.getLast() + 1;
      return cursor.fault(
          here.problem("the parenthesis opened at character " + opened + " is not closed")
              .fits("and, or, )"));
    }
    return cursor.fault(
        here.problem(
                cursor.here() == ')' ? "this parenthesis closes nothing" : "a word is missing here")
            .fits("and, or, the end of the filter"));
  }

  static boolean isKeyword(String word) {
    return word.equalsIgnoreCase("and")
        || word.equalsIgnoreCase("or")
        || word.equalsIgnoreCase("not")
        || word.equalsIgnoreCase("in");
  }
}
