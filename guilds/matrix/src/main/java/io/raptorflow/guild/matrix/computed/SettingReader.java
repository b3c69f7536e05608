package io.raptorflow.guild.matrix.computed;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads a task's settings, remembers what was used, and names what is unknown or out of range.
final class SettingReader {
  private final Map<String, String> given;
  private final Map<String, String> used = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  SettingReader(Map<String, String> given) {
    this.given = given;
  }

  /// A number within a closed range, or its default.
  double number(String name, double standard, double least, double most) {
    String text = given.get(name);
    double value = standard;
    if (text != null) {
      try {
        value = Double.parseDouble(text);
      } catch (NumberFormatException notNumber) {
        value = Double.NaN;
      }
      if (!(value >= least && value <= most)) {
        problems.add(
            "setting %s must be a number from %s to %s, was '%s'"
                .formatted(name, plain(least), plain(most), text));
        value = standard;
      }
    }
    used.put(name, plain(value));
    return value;
  }

  int whole(String name, int standard, int least, int most) {
    double value = number(name, standard, least, most);
    if (value != Math.rint(value)) {
      problems.add("setting " + name + " must be a whole number, was '" + given.get(name) + "'");
    }
    return (int) value;
  }

  /// A day, or empty when it was not given.
  Optional<LocalDate> day(String name) {
    String text = given.get(name);
    if (text == null) {
      used.put(name, "");
      return Optional.empty();
    }
    used.put(name, text);
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notDate) {
      problems.add("setting " + name + " must be an ISO date, was '" + text + "'");
      return Optional.empty();
    }
  }

  /// Percentages whose names begin with a prefix, by the rest of the name.
  Map<String, Double> numbers(String prefix) {
    Map<String, Double> found = new TreeMap<>();
    for (String name : new TreeSet<>(given.keySet())) {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), number(name, 0, 0, 100));
      }
    }
    return found;
  }

  /// One of some words, or the first of them.
  String word(String name, List<String> words) {
    String text = given.getOrDefault(name, words.getFirst());
    if (!words.contains(text)) {
      problems.add("setting " + name + " must be one of " + words + ", was '" + text + "'");
    }
    used.put(name, text);
    return text;
  }

  /// What cannot be used, with unknown names; call it last.
  List<String> problems() {
    TreeSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(used.keySet());
    List<String> all = new ArrayList<>(problems);
    unknown.forEach(
        name -> all.add("setting " + name + " is unknown, this method knows " + used.keySet()));
    return all;
  }

  Map<String, String> used() {
    return Map.copyOf(used);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
