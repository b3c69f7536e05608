package io.raptorflow.ingress.check;

import io.raptorflow.campaign.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the Guardians found.
///
/// @param verdict `clean`, `warnings` or `blocked`; advice alone is clean
/// @param counts findings by severity
/// @param findings heaviest first
/// @param packs rule packs that were applied, `id/version`
/// @param notChecked what was left out, so that silence is not taken for consent
public record CheckReport(
    String verdict,
    int assets,
    Map<String, Integer> counts,
    List<CheckFinding> findings,
    List<String> packs,
    List<String> notChecked) {
  public CheckReport {
    counts = Map.copyOf(counts);
    findings = List.copyOf(findings);
    packs = List.copyOf(packs);
    notChecked = List.copyOf(notChecked);
  }

  /// One finding.
  ///
  /// @param start first character of the span, counted in UTF-16 units; -1 when it has none
  /// @param end one past the last; -1 when it has none
  public record CheckFinding(
      String rule,
      String pack,
      String severity,
      String asset,
      String field,
      int start,
      int end,
      String actual,
      String limit,
      String message,
      String fix,
      String source,
      String confidence) {

    static CheckFinding of(Finding finding) {
      return new CheckFinding(
          finding.rule(),
          finding.pack(),
          finding.severity().name(),
          finding.asset(),
          finding.field(),
          finding.start(),
          finding.end(),
          finding.actual(),
          finding.limit(),
          finding.message(),
          finding.fix(),
          finding.source(),
          finding.confidence());
    }
  }

  public static CheckReport of(
      int assets, List<Finding> findings, List<String> packs, List<String> notChecked) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Finding.Severity severity : Finding.Severity.values()) {
      counts.put(severity.name().toLowerCase(Locale.ROOT), 0);
    }
    String verdict = "clean";
    for (Finding finding : findings) {
      counts.merge(finding.severity().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      verdict =
          switch (finding.severity()) {
            case BLOCK -> "blocked";
            case NEEDS_EVIDENCE, WARN -> verdict.equals("blocked") ? verdict : "warnings";
            case INFO -> verdict;
          };
    }
    return new CheckReport(
        verdict,
        assets,
        counts,
        findings.stream().map(CheckFinding::of).toList(),
        packs,
        notChecked);
  }
}
