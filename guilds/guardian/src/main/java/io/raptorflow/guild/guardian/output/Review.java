package io.raptorflow.guild.guardian.output;

import io.raptorflow.campaign.Finding;
import java.util.List;

/// What a Guardian found, and what it did not look at.
///
/// @param findings heaviest first, then by asset, field, place and rule
/// @param packs rule packs that were applied, `id/version`
/// @param notChecked what was left out, so that silence is not taken for consent
public record Review(
    List<Finding> findings, int assetsChecked, List<String> packs, List<String> notChecked) {
  public Review {
    findings = List.copyOf(findings);
    packs = List.copyOf(packs);
    notChecked = List.copyOf(notChecked);
  }
}
