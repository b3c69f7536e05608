package io.raptorflow.campaign;

/// What a Guardian found.
///
/// @param rule id of the rule, for example `G1-01`
/// @param pack id and version of the rule pack, for example `ad-platform/2026-11`
/// @param asset id of the asset; empty when the finding is about the brief
/// @param field field of the asset, with an index where it is a list: `headlines[2]`
/// @param start first character of the span, counted in UTF-16 units; -1 when it has none
/// @param end one past the last character of the span; -1 when it has none
/// @param actual what stands there
/// @param limit what the rule allows
/// @param fix what to do
/// @param source page or law that the rule rests on
/// @param confidence how sure the source is: `A`, `A*`, `T` or `M`
public record Finding(
    String rule,
    String pack,
    Severity severity,
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

  /// How much a finding weighs, heaviest first.
  public enum Severity {
    /// Must not ship; only a person may lift it, in writing.
    BLOCK,
    /// A claim without evidence in the ledger.
    NEEDS_EVIDENCE,
    /// A risk; the Arbiter may waive it with a reason.
    WARN,
    /// Advice.
    INFO
  }
}
