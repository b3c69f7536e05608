package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/// What people speak of now, what is new in it, and on which days it broke out.
public record TopicReport(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param from first day of the period that is held against what was before
  /// @param unclustered texts that fit no topic
  public record Result(
      String from,
      int texts,
      int background,
      List<Term> rising,
      List<Term> falling,
      List<Topic> topics,
      int unclustered,
      List<Burst> bursts) {
    public Result {
      rising = List.copyOf(rising);
      falling = List.copyOf(falling);
      topics = List.copyOf(topics);
      bursts = List.copyOf(bursts);
    }
  }

  /// @param g2 log-likelihood ratio
  /// @param z log-odds with a Dirichlet prior, in standard deviations
  public record Term(String term, long count, long background, double g2, double z) {}

  /// @param ids of its texts, at most 20
  public record Topic(String label, int texts, double share, List<String> ids) {
    public Topic {
      ids = List.copyOf(ids);
    }
  }

  /// @param z count against the mean of the weeks before, in standard deviations of a Poisson count
  public record Burst(String term, String week, int count, double expected, double z) {}
}
