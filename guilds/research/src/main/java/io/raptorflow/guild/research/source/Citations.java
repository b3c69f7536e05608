package io.raptorflow.guild.research.source;

import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.BrandBrief;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Where facts come from: places in the brief, rows of tables, pages, and what accepted reports
/// cite. Immutable.
public final class Citations {
  private static final Pattern ROWS = Pattern.compile("([^#]+)#rows? (\\d{1,9})(?:-(\\d{1,9}))?");

  /// Reports of researchers, by the name that the attachment has.
  public static final List<String> REPORTS =
      List.of("market_report", "competitor_report", "persona_set", "pricing_report");

  private final JsonNode brief;
  private final Map<String, Integer> rows = new HashMap<>();
  private final TreeSet<String> pages;
  private final Set<String> vouched = new HashSet<>();

  public Citations(TaskInputs inputs) {
    BrandBrief given = inputs.brief();
    brief = BriefTree.of(given);
    inputs.tables().forEach((name, table) -> rows.put(file(inputs, name), table.rows().size()));
    pages = new TreeSet<>(Pages.of(inputs).keySet());
    // A report that was accepted has been checked against its own sources, which later readers of
    // it need not be given again.
    for (String report : REPORTS) {
      inputs
          .document(report)
          .ifPresent(
              r -> r.path("facts").forEach(f -> vouched.add(f.path("citation").asString(""))));
    }
    vouched.remove("");
  }

  /// File name of a table, as the brief gives it.
  public static String file(TaskInputs inputs, String table) {
    BrandBrief brief = inputs.brief();
    String named = brief == null ? null : brief.sources().get(table + "_csv");
    return named == null ? table + ".csv" : named;
  }

  /// Citation of all rows of a table.
  public static String rows(TaskInputs inputs, String table) {
    int count = inputs.table(table).map(t -> t.rows().size()).orElse(0);
    return file(inputs, table) + "#rows 1-" + count;
  }

  /// Citation of one row, counted from 1 below the header.
  public static String row(TaskInputs inputs, String table, int row) {
    return file(inputs, table) + "#row " + row;
  }

  /// Whether a citation leads to a place in the inputs.
  public boolean resolves(String citation) {
    if (vouched.contains(citation)) {
      return true;
    }
    if (citation.startsWith("brief:/")) {
      return !brief.at(citation.substring("brief:".length())).isMissingNode();
    }
    if (citation.startsWith("page:")) {
      return pages.contains(citation.substring("page:".length()));
    }
    Matcher matched = ROWS.matcher(citation);
    if (!matched.matches() || !rows.containsKey(matched.group(1))) {
      return false;
    }
    long first = Long.parseLong(matched.group(2));
    long last = matched.group(3) == null ? first : Long.parseLong(matched.group(3));
    return first >= 1 && first <= last && last <= rows.getOrDefault(matched.group(1), 0);
  }

  /// What may be cited, for messages.
  public String known() {
    return "brief:/..., page: " + pages + ", rows of " + new TreeSet<>(rows.keySet());
  }
}
