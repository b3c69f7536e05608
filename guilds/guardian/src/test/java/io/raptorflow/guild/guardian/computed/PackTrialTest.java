package io.raptorflow.guild.guardian.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.guild.guardian.computed.PackTrial.Outcome;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.guardian.rules.RulePack;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every shipped pack holds its own fixtures.
class PackTrialTest {

  static Stream<RulePack> packs() {
    return PackShelf.shipped().packs().values().stream();
  }

  @ParameterizedTest
  @MethodSource("packs")
  void holdsTheFixturesOfThePack(RulePack pack) {
    List<Outcome> outcomes = PackTrial.run(pack, Samples.NOW);

    assertThat(outcomes).isNotEmpty();
    assertThat(outcomes.stream().filter(outcome -> !outcome.holds())).as(pack.name()).isEmpty();
  }
}
