package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads every tracked file once and checks what no compiler does. Each check has a planted fault.
class TidyTest {
  private static final int FILE_LINES_MAX = 400;
  private static final Pattern LEFT_UNDONE =
      Pattern.compile(
          "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|not implemented", Pattern.CASE_INSENSITIVE);
  private static final Pattern SILENT_SKIP =
      Pattern.compile(
          "@Dis" + "abled|assume" + "True|disabledWithout" + "Docker|Thread\\.sl" + "eep");
  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+(?:Test|IT|Guarantee))`");
  private static final Pattern NUMBER = Pattern.compile("\\d(?:[\\d.,]*\\d)?");
  private static final Pattern LOMBOK = Pattern.compile("import lom" + "bok\\.");
  private static final Pattern EMPTY_TALK =
      Pattern.compile("@aut" + "hor|must not be \\{@literal nu" + "ll\\}");

  @Test
  void findsNothingInTheHouse() throws IOException, InterruptedException {
    List<String> faults = new ArrayList<>();
    for (Path file : tracked()) {
      faults.addAll(faults(file.toString(), Files.readString(root().resolve(file))));
    }

    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bus/A.java, class A {} // TO" + "DO later, left undone",
    "bus/A.java, import lom" + "bok.Data;, records",
    "bus/ATest.java, @Dis" + "abled class ATest {}, skipped",
    "bus/A.java, /// @aut" + "hor me, says nothing",
  })
  void findsAPlantedFault(String file, String text, String told) {
    List<String> faults = faults(file, text);

    assertThat(faults).singleElement().asString().contains(file).contains(told);
  }

  @Test
  void findsEveryTestThatTheDocumentsName() throws IOException, InterruptedException {
    Set<String> classes = new HashSet<>();
    List<String> unknown = new ArrayList<>();
    for (Path file : tracked()) {
      classes.add(file.getFileName().toString().replace(".java", ""));
    }
    for (Path file : tracked()) {
      if (file.toString().endsWith(".md") && !file.toString().contains("/resources/")) {
        Matcher named = NAMED_TEST.matcher(Files.readString(root().resolve(file)));
        while (named.find()) {
          if (!classes.contains(named.group(1))) {
            unknown.add(file + " names " + named.group(1) + ", which does not exist");
          }
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void findsEveryNumberOfReadmeAmongTheResults() throws IOException {
    String readme = Files.readString(root().resolve("README.md"));
    String speed = readme.split("\n## Speed[^\n]*\n", 2)[1].split("\n## ", 2)[0];
    String results = Files.readString(root().resolve("bench/RESULTS.md"));

    assertThat(numbers(speed)).hasSizeGreaterThan(10);
    assertThat(numbers(results)).containsAll(numbers(speed));
  }

  @Test
  void readsNumbersAsTheyStandInSentences() {
    assertThat(numbers("It does 1,879 a second, after 8.81 s, of 20."))
        .containsExactlyInAnyOrder("1,879", "8.81", "20");
  }

  @Test
  void findsAFileThatGrewTooLong() {
    List<String> faults = faults("bus/A.java", "line\n".repeat(FILE_LINES_MAX + 1));

    assertThat(faults).singleElement().asString().contains("split it");
  }

  @Test
  void findsPromptsThatWereCopied() {
    String prompt =
        "---\nid: X\n---\n\n" + "Write headlines for the product with care. ".repeat(20);

    assertThat(copies(Map.of("a.md", prompt, "b.md", prompt + " And one more."))).isNotEmpty();
    assertThat(
            copies(Map.of("a.md", prompt, "b.md", "---\n---\n\nSomething else entirely, short.")))
        .isEmpty();
  }

  @Test
  void findsNoCopiedPromptInTheHouse() throws IOException, InterruptedException {
    Map<String, String> prompts = new TreeMap<>();
    for (Path file : tracked()) {
      if (file.toString().contains("/resources/agents/") && !file.toString().contains("_shared")) {
        prompts.put(file.toString(), Files.readString(root().resolve(file)));
      }
    }

    assertThat(prompts).hasSizeGreaterThanOrEqualTo(22);
    assertThat(copies(prompts)).isEmpty();
  }

  private static List<String> faults(String file, String text) {
    List<String> faults = new ArrayList<>();
    if (!file.endsWith(".java")) {
      return faults;
    }
    if (LEFT_UNDONE.matcher(text).find() && !file.endsWith("TidyTest.java")) {
      faults.add(file + ": something is left undone; do it or drop it");
    }
    if (LOMBOK.matcher(text).find()) {
      faults.add(file + ": no Lombok; records do its work");
    }
    if (SILENT_SKIP.matcher(text).find()) {
      faults.add(file + ": a test may be skipped or sleeps; wait for an event instead");
    }
    if (EMPTY_TALK.matcher(text).find()) {
      faults.add(file + ": the comment says nothing that the code does not");
    }
    long lines = text.lines().count();
    if (lines > FILE_LINES_MAX) {
      faults.add(
          "%s: %d lines, at most %d are read with ease; split it"
              .formatted(file, lines, FILE_LINES_MAX));
    }
    return faults;
  }

  private static Set<String> numbers(String text) {
    return NUMBER.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /// Pairs of prompts that share more than half of their five-word runs.
  private static List<String> copies(Map<String, String> prompts) {
    Map<String, Set<String>> runs = new TreeMap<>();
    prompts.forEach(
        (file, text) -> {
          String body = text.replaceFirst("(?s)\\A---.*?\\n---\\n", "");
          String[] words = body.toLowerCase(Locale.ROOT).split("\\W+");
          Set<String> set = new HashSet<>();
          for (int i = 0; i + 5 <= words.length; i++) {
            set.add(String.join(" ", List.of(words).subList(i, i + 5)));
          }
          runs.put(file, set);
        });
    List<String> copies = new ArrayList<>();
    List<String> files = List.copyOf(runs.keySet());
    for (int i = 0; i < files.size(); i++) {
      for (int j = i + 1; j < files.size(); j++) {
        var one = runs.get(files.get(i));
        var other = runs.get(files.get(j));
        if (one == null || other == null || one.isEmpty() || other.isEmpty()) {
          continue;
        }
        long shared = one.stream().filter(other::contains).count();
        if (shared * 2 > Math.min(one.size(), other.size())) {
          copies.add(files.get(i) + " and " + files.get(j) + ": put what they share into _shared");
        }
      }
    }
    return copies;
  }

  private static List<Path> tracked() throws IOException, InterruptedException {
    Process git = new ProcessBuilder("git", "ls-files", "-z").directory(root().toFile()).start();
    String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).isZero();
    List<Path> files = new ArrayList<>();
    for (String name : names.split("\0")) {
      if (!name.isEmpty() && Files.isRegularFile(root().resolve(name)) && isText(name)) {
        files.add(Path.of(name));
      }
    }
    assertThat(files).hasSizeGreaterThan(100);
    return files;
  }

  private static boolean isText(String name) {
    return name.endsWith(".java") || name.endsWith(".md");
  }

  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }
}
