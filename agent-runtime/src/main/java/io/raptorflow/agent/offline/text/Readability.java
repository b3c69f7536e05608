package io.raptorflow.agent.offline.text;

import java.util.List;

/// How hard a text is to read.
///
/// @param words words counted
/// @param grade Flesch-Kincaid grade: 0.39 W/S + 11.8 Y/W - 15.59
/// @param longest words in the longest sentence
public record Readability(int words, double grade, int longest) {

  /// Measures an English text; an empty text has grade 0.
  public static Readability of(String text) {
    List<List<String>> sentences =
        Words.sentences(text).stream().map(Words::of).filter(s -> !s.isEmpty()).toList();
    int words = sentences.stream().mapToInt(List::size).sum();
    if (words == 0) {
      return new Readability(0, 0, 0);
    }
    int syllables = sentences.stream().flatMap(List::stream).mapToInt(Words::syllables).sum();
    double grade = 0.39 * words / sentences.size() + 11.8 * syllables / (double) words - 15.59;
    int longest = sentences.stream().mapToInt(List::size).max().orElse(0);
    return new Readability(words, grade, longest);
  }
}
