package io.raptorflow.dlq.query;

import java.time.Instant;

/// Which failed work an operator means, as a sentence of the filter language. The grammar, the
/// fields and examples stand in `docs/dead-letter-filter.md`. Two queries are equal when they say
/// the same in the normal form that [#toString] gives. Immutable and thread-safe.
public final class DeadLetterQuery {
  /// Most characters of a filter, as written and in normal form.
  public static final int CHARS_MAX = 4_096;

  /// Most parentheses and `not` around one comparison.
  public static final int DEPTH_MAX = 64;

  /// Most comparisons of a filter; each value of an `in` counts.
  public static final int TERMS_MAX = 256;

  private final Term term;
  private final String normal;
  private final Evaluation evaluation;

  DeadLetterQuery(Term term) {
    this.term = term;
    this.normal = term.text();
    this.evaluation = Evaluation.of(term);
  }

  /// Reads a filter; a blank text admits everything.
  ///
  /// @throws QuerySyntaxException when the text is no filter; the message points at the fault
  public static DeadLetterQuery parse(String text) {
    DeadLetterQuery query = new DeadLetterQuery(new QueryParser(text).parse());
    int normal = query.normal.length();
    if (normal > CHARS_MAX) {
      throw new QuerySyntaxException(
          text,
          Fault.at(text.length(), text.length())
              .problem("in normal form the filter has %,d characters".formatted(normal))
              .fits("a filter of at most %,d characters".formatted(CHARS_MAX)));
    }
    return query;
  }

  /// The filter that admits everything.
  public static DeadLetterQuery everything() {
    return new DeadLetterQuery(new Term.Everything());
  }

  /// The filter that admits what a group failed at with a fingerprint.
  public static DeadLetterQuery ofCause(String group, String fingerprint) {
    return parse(
        "group=%s and fingerprint=%s".formatted(Quotes.quoted(group), Quotes.quoted(fingerprint)));
  }

  /// Whether it admits a work.
  ///
  /// @param now what `age` and `idle` are counted to
  public boolean admits(Candidate candidate, Instant now) {
    return evaluation.admits(candidate, now);
  }

  /// Whether it says anything at all; a blank filter does not. A filter that says so in words, such
  /// as `failures>=0`, may still admit everything.
  public boolean isNarrow() {
    return !(term instanceof Term.Everything);
  }

  /// What the row alone can decide: admits all that this admits, and needs no dead letter for it.
  public DeadLetterQuery near() {
    return new DeadLetterQuery(term.near());
  }

  /// Whether it asks for the body of a dead letter.
  public boolean readsPayload() {
    return term.reads(Field.Source.PAYLOAD);
  }

  /// Whether it asks for the headers of a dead letter.
  public boolean readsHeaders() {
    return term.reads(Field.Source.HEADERS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeadLetterQuery query && normal.equals(query.normal);
  }

  @Override
  public int hashCode() {
    return normal.hashCode();
  }

  /// The normal form: lower-case words, quoted texts, no needless parentheses. It parses to an
  /// equal query and is blank for everything.
  @Override
  public String toString() {
    return normal;
  }
}
