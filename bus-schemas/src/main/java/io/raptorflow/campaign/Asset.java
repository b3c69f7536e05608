package io.raptorflow.campaign;

import io.raptorflow.bus.CanonicalJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// One deliverable with all that is needed to check, approve, publish and trace it.
///
/// @param id unique within the run, for example `MUSE-002/google_rsa/1`
/// @param brand id of the brand
/// @param agent agent that made it
/// @param type format, for example `google_rsa`, `email`, `headline_bank`
/// @param locale BCP 47 tag, for example `en-GB`
/// @param channel channel of the brief, for example `google_search`
/// @param stage funnel stage: `awareness`, `consideration` or `conversion`
/// @param audience name of the segment it speaks to; empty when it speaks to all
/// @param framework for example `AIDA`, `PAS`, `FAB`, `4C`
/// @param angle what the piece bets on
/// @param fields what is published, by field name, in the layout of the format
/// @param claims ids of the proofs of the brief that the text rests on
/// @param version from 1; a rewrite raises it
/// @param label how the text was made, as people are told
public record Asset(
    String id,
    String brand,
    String agent,
    String type,
    String locale,
    String channel,
    String stage,
    String audience,
    String framework,
    String angle,
    Map<String, JsonNode> fields,
    List<String> claims,
    int version,
    String label) {

  public Asset {
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    claims = List.copyOf(claims);
    if (version < 1) {
      throw new IllegalArgumentException(
          "version of asset " + id + " must be >= 1, was " + version);
    }
  }

  /// SHA-256 of the canonical JSON: what a person approves and Herald compares.
  public String hash() {
    return CanonicalJson.hash(this);
  }
}
