package io.raptorflow.lords.council;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.BrandBrief;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// LORD-002: what may be claimed, on what evidence and until when.
///
/// @param lastFlightDay a claim counts only if its proof holds that day
/// @param forbidden claims that the brief rules out
public record ClaimsLedger(LocalDate lastFlightDay, List<Claim> claims, List<String> forbidden) {

  /// One claim of the ledger.
  ///
  /// @param expires ISO date, or `never`
  /// @param usable whether copy may rest on it
  /// @param remark why not, or empty
  public record Claim(
      String id, String text, String evidence, String expires, boolean usable, String remark) {}

  static Computation.Result compute(TaskInputs inputs) {
    BrandBrief brief = Briefs.of(inputs);
    LocalDate last = brief.objective().to();
    List<Claim> claims = new ArrayList<>();
    List<String> caveats = new ArrayList<>();
    for (BrandBrief.Proof proof : brief.product().proofs()) {
      boolean holds = proof.holdsUntil(last);
      String remark = holds ? "" : "expires before the flight ends on " + last;
      if (!holds) {
        caveats.add("claim " + proof.id() + " is not used: it " + remark);
      }
      claims.add(
          new Claim(
              proof.id(),
              proof.claim(),
              proof.evidence(),
              proof.expires() == null ? "never" : proof.expires().toString(),
              holds,
              remark));
    }
    if (claims.isEmpty()) {
      caveats.add("the brief brings no proof: copy may state features and price only");
    }
    return new Computation.Answered(
        new ClaimsLedger(last, claims, brief.product().notAllowedClaims()), caveats);
  }
}
