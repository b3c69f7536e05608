package io.raptorflow.agent.offline.text;

import io.raptorflow.agent.offline.text.Frame.Angle;
import java.util.List;

/// A finished line of copy.
///
/// @param claims ids of the proofs that it rests on
/// @param citations places of the brief that its words come from
public record Line(
    String text, Angle angle, String framework, List<String> claims, List<String> citations) {
  public Line {
    claims = List.copyOf(claims);
    citations = List.copyOf(citations);
  }
}
