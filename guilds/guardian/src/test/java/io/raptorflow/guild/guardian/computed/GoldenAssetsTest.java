package io.raptorflow.guild.guardian.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Finding;
import io.raptorflow.guild.guardian.rules.PackShelf;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Known answers: `golden-assets.json`, faulty and clean assets with the rules that must fire.
class GoldenAssetsTest {
  private static final Collection<Computation> GUARDIANS =
      Guardians.of(PackShelf.shipped()).values();

  static Stream<JsonNode> items() {
    return CanonicalJson.read(Samples.text("golden-assets.json")).path("items").valueStream();
  }

  @ParameterizedTest
  @MethodSource("items")
  void firesTheExpectedRulesAndNoOther(JsonNode item) {
    var brief = Samples.brief(item.path("brand").asString());
    JsonNode assets = CanonicalJson.MAPPER.createArrayNode().add(item);

    List<Finding> findings =
        GUARDIANS.stream()
            .flatMap(guardian -> Samples.review(guardian, brief, assets).findings().stream())
            .toList();

    TreeSet<String> fired = new TreeSet<>(findings.stream().map(Finding::rule).toList());
    TreeSet<String> expected =
        new TreeSet<>(item.path("expect").valueStream().map(JsonNode::asString).toList());
    assertThat(fired).as(item.path("id").asString() + " " + findings).isEqualTo(expected);
  }
}
