package io.raptorflow.guild.guardian.rules;

import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.text.CharacterCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a platform allows in one field of one format.
///
/// @param max largest length that is accepted, null when there is none
/// @param recommended length that is shown in full, null when there is none
/// @param min least length, null when there is none
/// @param oneAtMost at least one of the texts must be this short, null when none need be
/// @param warnAbove longer than this is a risk, null when it is none
/// @param emojiMax most emoji, null when they are not counted
/// @param forbidden what must not occur: `emoji` or a character
/// @param presence whether its absence in the copy is a fault
/// @param confidence of its source: `A`, `A*`, `A/T`, `T` or `M`
public record AdLimit(
    String platform,
    String format,
    String field,
    @Nullable Integer max,
    @Nullable Integer recommended,
    @Nullable Integer min,
    @Nullable Integer oneAtMost,
    @Nullable Integer warnAbove,
    @Nullable Integer emojiMax,
    int countMin,
    int countMax,
    CharacterCount counting,
    Severity severity,
    List<String> forbidden,
    Presence presence,
    String source,
    String confidence,
    String note) {

  /// Where a field is filled in.
  public enum Presence {
    IN_COPY,
    /// In the ad account.
    ELSEWHERE
  }

  public AdLimit {
    forbidden = List.copyOf(forbidden);
  }

  /// Weight of a broken hard limit: only what the vendor's own page says may block.
  public Severity hard() {
    boolean read = confidence.equals("A") || confidence.equals("A*");
    return severity == Severity.BLOCK && !read ? Severity.WARN : severity;
  }

  /// Weight of a text that is accepted but not shown in full.
  public Severity soft() {
    return severity == Severity.INFO ? Severity.INFO : Severity.WARN;
  }

  /// Confidence as findings state it: a mixed source counts as its weaker part.
  public String stated() {
    return confidence.equals("A/T") ? "T" : confidence;
  }
}
