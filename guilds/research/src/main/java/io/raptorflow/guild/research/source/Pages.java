package io.raptorflow.guild.research.source;

import io.raptorflow.agent.TaskInputs;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Saved pages by name. The text `pages` may hold several: a line `# competitor.example/pricing`
/// begins each; any other text is one page under its own name.
public final class Pages {
  private static final String TOGETHER = "pages";
  private static final Pattern BEGINS = Pattern.compile("(?m)^# (\\S{1,200})[ \\t]*$");

  private Pages() {}

  /// All pages of a task, sorted by name.
  public static Map<String, String> of(TaskInputs inputs) {
    Map<String, String> pages = new TreeMap<>(inputs.texts());
    String together = pages.get(TOGETHER);
    if (together != null) {
      Matcher begins = BEGINS.matcher(together);
      int from = 0;
      String name = TOGETHER;
      Map<String, String> split = new TreeMap<>();
      while (begins.find()) {
        add(name, together.substring(from, begins.start()), split);
        name = begins.group(1);
        from = begins.end();
      }
      add(name, together.substring(from), split);
      pages.remove(TOGETHER);
      pages.putAll(split);
    }
    return Collections.unmodifiableMap(pages);
  }

  private static void add(String name, String text, Map<String, String> into) {
    if (!text.isBlank()) {
      into.merge(name, text, (first, next) -> first + "\n" + next);
    }
  }
}
