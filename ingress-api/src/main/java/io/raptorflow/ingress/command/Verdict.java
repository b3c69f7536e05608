package io.raptorflow.ingress.command;

import io.raptorflow.bus.CampaignCommand;
import java.util.List;

/// What came of checking a request.
public sealed interface Verdict {
  /// The command that the request asks for.
  record Fits(CampaignCommand command) implements Verdict {}

  /// The request breaks rules.
  record Unfit(List<Issue> issues) implements Verdict {
    public Unfit {
      issues = List.copyOf(issues);
    }
  }

  /// The request brings more than it may.
  record TooLarge(Issue issue) implements Verdict {}
}
