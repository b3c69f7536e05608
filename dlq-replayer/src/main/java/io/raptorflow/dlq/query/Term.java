package io.raptorflow.dlq.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// A filter as a tree, in normal form when it is built by [#all], [#any], [#not] and [#in].
sealed interface Term {
  /// Admits everything; stands alone.
  record Everything() implements Term {}

  /// Joined by `and`, at least two.
  record All(List<Term> terms) implements Term {
    public All {
      terms = List.copyOf(terms);
    }
  }

  /// Joined by `or`, at least two.
  record Any(List<Term> terms) implements Term {
    public Any {
      terms = List.copyOf(terms);
    }
  }

  record Not(Term term) implements Term {}

  record Comparison(Field field, Operator operator, Value value) implements Term {}

  /// Equal to one of at least two values.
  record OneOf(Field field, List<Value> values) implements Term {
    public OneOf {
      values = List.copyOf(values);
    }
  }

  static Term all(List<Term> terms) {
    List<Term> flat = new ArrayList<>();
    for (Term term : terms) {
      if (term instanceof All(List<Term> inner)) {
        flat.addAll(inner);
      } else {
        flat.add(term);
      }
    }
    return flat.size() == 1 ? flat.getFirst() : new All(flat);
  }

  static Term any(List<Term> terms) {
    List<Term> flat = new ArrayList<>();
    for (Term term : terms) {
      if (term instanceof Any(List<Term> inner)) {
        flat.addAll(inner);
      } else {
        flat.add(term);
      }
    }
    return flat.size() == 1 ? flat.getFirst() : new Any(flat);
  }

  static Term not(Term term) {
    return term instanceof Not(Term inner) ? inner : new Not(term);
  }

  static Term in(Field field, List<Value> values) {
    List<Value> once = List.copyOf(new LinkedHashSet<>(values));
    return once.size() == 1
        ? new Comparison(field, Operator.EQUAL, once.getFirst())
        : new OneOf(field, once);
  }

  /// What is left without the parts that look into the log; admits no less.
  default Term near() {
    if (farthest() == Field.Source.ROW) {
      return this;
    }
    return switch (this) {
      case All(List<Term> terms) -> {
        List<Term> left =
            terms.stream().map(Term::near).filter(term -> !(term instanceof Everything)).toList();
        yield left.isEmpty() ? new Everything() : all(left);
      }
      case Any(List<Term> terms) -> {
        List<Term> left = terms.stream().map(Term::near).toList();
        yield left.stream().anyMatch(Everything.class::isInstance) ? new Everything() : any(left);
      }
      case Everything _, Not _, Comparison _, OneOf _ -> new Everything();
    };
  }

  /// The farthest source that it looks at.
  default Field.Source farthest() {
    BinaryOperator<Field.Source> later = (a, b) -> a.compareTo(b) >= 0 ? a : b;
    return switch (this) {
      case Everything _ -> Field.Source.ROW;
      case All(List<Term> terms) ->
          terms.stream().map(Term::farthest).reduce(Field.Source.ROW, later);
      case Any(List<Term> terms) ->
          terms.stream().map(Term::farthest).reduce(Field.Source.ROW, later);
      case Not(Term term) -> term.farthest();
      case Comparison comparison -> comparison.field().source();
      case OneOf in -> in.field().source();
    };
  }

  /// Whether it looks at a source.
  default boolean reads(Field.Source source) {
    return switch (this) {
      case Everything _ -> false;
      case All(List<Term> terms) -> terms.stream().anyMatch(term -> term.reads(source));
      case Any(List<Term> terms) -> terms.stream().anyMatch(term -> term.reads(source));
      case Not(Term term) -> term.reads(source);
      case Comparison comparison -> comparison.field().source() == source;
      case OneOf in -> in.field().source() == source;
    };
  }

  /// How it is written; blank for everything.
  default String text() {
    return switch (this) {
      case Everything _ -> "";
      case All(List<Term> terms) -> joined(terms, " and ");
      case Any(List<Term> terms) ->
          terms.stream().map(Term::text).collect(Collectors.joining(" or "));
      case Not(Term term) ->
          "not " + (term instanceof All ? "(" + term.text() + ")" : inBrackets(term));
      case Comparison comparison -> text(comparison);
      case OneOf(Field field, List<Value> values) ->
          values.stream()
              .map(Value::written)
              .collect(Collectors.joining(", ", field.text() + " in (", ")"));
    };
  }

  private static String joined(List<Term> terms, String word) {
    return terms.stream().map(Term::inBrackets).collect(Collectors.joining(word));
  }

  /// `or` binds less than what stands around it.
  private static String inBrackets(Term term) {
    return term instanceof Any ? "(" + term.text() + ")" : term.text();
  }

  /// Shortest spellings: a long list of ids must not outgrow the limit by being normalised.
  private static String text(Comparison comparison) {
    if (comparison.operator() == Operator.EQUAL) {
      if (comparison.field() == Field.OfRow.WORK) {
        return comparison.value().written();
      }
      if (comparison.value() instanceof Value.Flag(boolean on)
          && isFlag(comparison.field())
          && on) {
        return comparison.field().text();
      }
    }
    return comparison.field().text() + comparison.operator().sign() + comparison.value().written();
  }

  private static boolean isFlag(Field field) {
    return field.type() == FieldType.FLAG;
  }
}
