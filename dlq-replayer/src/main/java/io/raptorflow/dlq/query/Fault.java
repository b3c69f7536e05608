package io.raptorflow.dlq.query;

/// What is wrong with a filter, and where.
///
/// @param start first character at fault, from 0; the length of the text when something is missing
/// @param end character after the last one at fault
/// @param problem the rule that is broken
/// @param fits what would be right there
/// @param nearest the known name that is spelled most like the one found; empty when none is near
record Fault(int start, int end, String problem, String fits, String nearest) {
  static Fault at(int start, int end) {
    return new Fault(start, end, "", "", "");
  }

  Fault problem(String rule) {
    return new Fault(start, end, rule, fits, nearest);
  }

  Fault fits(String expected) {
    return new Fault(start, end, problem, expected, nearest);
  }

  Fault nearest(String name) {
    return new Fault(start, end, problem, fits, name);
  }
}
