package io.raptorflow.dlq;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// How much agents answer, and how many retries they may therefore get: a provider that recovers
/// must not be flattened by what waited for it. Sees the answers of one process. Thread-safe: the
/// partitions of a process share it.
final class AgentPulse {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /// Answers within one second.
  private static final class Second {
    private final long epochSecond;
    private int answers = 1;

    Second(long epochSecond) {
      this.epochSecond = epochSecond;
    }
  }

  private static final class Agent {
    private final ArrayDeque<Second> seconds = new ArrayDeque<>();
    private int answers;
    private Instant lastAnswer = Instant.MIN;
    private double tokens;
    private Instant refilled = Instant.MIN;
  }

  private final RetryBudget budget;
  private final Map<String, Agent> agents = new HashMap<>();

  AgentPulse(RetryBudget budget) {
    this.budget = budget;
  }

  /// An agent has answered some work.
  synchronized void answered(String agent, Instant now) {
    Agent known = agents.computeIfAbsent(agent, _ -> new Agent());
    known.lastAnswer = now;
    known.answers++;
    Second last = known.seconds.peekLast();
    if (last != null && last.epochSecond == now.getEpochSecond()) {
      last.answers++;
    } else {
      known.seconds.addLast(new Second(now.getEpochSecond()));
    }
  }

  /// Whether an agent has answered anything since a time.
  synchronized boolean hasAnsweredSince(String agent, Instant since) {
    Agent known = agents.get(agent);
    return known != null && known.lastAnswer.isAfter(since);
  }

  /// Takes one retry out of an agent's budget.
  ///
  /// @return whether there was one left
  synchronized boolean mayRetry(String agent, Instant now) {
    Agent known = agents.computeIfAbsent(agent, _ -> new Agent());
    refill(known, now);
    if (known.tokens < 1) {
      return false;
    }
    known.tokens--;
    return true;
  }

  private void refill(Agent agent, Instant now) {
    long oldest = now.minus(WINDOW).getEpochSecond();
    while (!agent.seconds.isEmpty()
        && (agent.seconds.getFirst().epochSecond < oldest
            || agent.seconds.getFirst().epochSecond > now.getEpochSecond())) {
      agent.answers -= agent.seconds.removeFirst().answers;
    }
    double perSecond =
        Math.max(
            budget.leastPerSecond(), budget.shareOfAnswers() * agent.answers / WINDOW.toSeconds());
    double since =
        agent.refilled.equals(Instant.MIN)
            ? 1
            // A clock that is set back gives nothing, and takes nothing either.
            : Math.max(0, Duration.between(agent.refilled, now).toMillis() / 1_000.0);
    agent.tokens = Math.min(perSecond, agent.tokens + since * perSecond);
    agent.refilled = now;
  }
}
