package io.raptorflow.agent.offline.text;

import java.util.List;

/// Something that the brief says, ready to be put into words.
///
/// @param citation where the brief says it, for example `brief:/product/features/0`
/// @param claims ids of the proofs that it rests on
public record Fact(String citation, Phrase phrase, List<String> claims) {
  public Fact {
    claims = List.copyOf(claims);
  }
}
