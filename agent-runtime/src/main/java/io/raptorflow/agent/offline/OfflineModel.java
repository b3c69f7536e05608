package io.raptorflow.agent.offline;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.Model;
import io.raptorflow.agent.Usage;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Answers without a language model: hands the task to the composer of the asked output record.
///
/// Deterministic for equal inputs and seed; needs no key and no network. What it writes is marked
/// everywhere as [AgentRunner#OFFLINE_LABEL].
public final class OfflineModel implements Model {
  /// Name in answers and ledger.
  public static final String NAME = "offline-composer";

  private final Map<String, Composer> composers = new HashMap<>();

  /// @throws IllegalArgumentException when two composers write the same output
  public OfflineModel(Collection<Composer> composers) {
    for (Composer composer : composers) {
      if (this.composers.put(composer.output(), composer) != null) {
        throw new IllegalArgumentException("two composers write " + composer.output());
      }
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Authorship authorship() {
    return Authorship.OFFLINE;
  }

  @Override
  public Reply ask(Request request) {
    Composer composer = composers.get(request.schema().name());
    if (composer == null) {
      return new Reply.Failed(
          FailureClass.AUTH,
          "no language model is configured and nothing composes a "
              + request.schema().name()
              + " offline; configure a provider",
          null,
          null);
    }
    String text = CanonicalJson.write(composer.compose(request.inputs()));
    return new Reply.Text(text, Usage.NONE);
  }
}
