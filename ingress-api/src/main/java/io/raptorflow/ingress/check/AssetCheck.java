package io.raptorflow.ingress.check;

import io.raptorflow.ingress.command.Issue;
import java.util.List;

/// Whoever can hold assets against the rule packs. This service knows no guild: the process that
/// has one hands it in. Implementations are thread-safe.
public interface AssetCheck {

  /// Checks assets; nothing is stored and no run begins.
  ///
  /// @throws InterruptedException when the caller is gone
  Outcome check(CheckRequest request) throws InterruptedException;

  /// What came of it.
  sealed interface Outcome {}

  /// All assets were checked.
  record Checked(CheckReport report) implements Outcome {}

  /// Nothing was checked, for these reasons.
  record Unfit(List<Issue> issues) implements Outcome {
    public Unfit {
      issues = List.copyOf(issues);
    }
  }

  /// No Guardians are in this process.
  record Away(String why) implements Outcome {}

  /// For a process without Guardians.
  AssetCheck NONE =
      request ->
          new Away(
              "no Guardians run in this process; ask them over the bus instead: POST"
                  + " /api/v3/execute with selectedAgents");
}
