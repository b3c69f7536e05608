package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation.Refused;
import io.raptorflow.agent.Computation.Result;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The document `assets` of a task, or the reasons why it cannot be reviewed.
final class AssetsInput {
  private AssetsInput() {}

  /// Reviews the assets, or refuses when they cannot be read, belong to another brand, or come with
  /// settings: these rules have none.
  static Result review(TaskInputs inputs, Function<List<Asset>, Result> review) {
    Optional<JsonNode> document = inputs.document("assets");
    if (document.isEmpty()) {
      return Refused.because("document assets is needed and was not given");
    }
    AssetReader.Reading reading = AssetReader.read(document.get());
    List<String> problems = new ArrayList<>(reading.problems());
    BrandBrief brief = inputs.brief();
    if (brief != null) {
      String brand = brief.brand().id();
      reading.assets().stream()
          .filter(asset -> !asset.brand().isEmpty() && !asset.brand().equals(brand))
          .map(
              asset ->
                  "asset %s is of brand %s, the brief of %s"
                      .formatted(asset.id(), asset.brand(), brand))
          .forEach(problems::add);
    }
    Stream.of(inputs.settings().keySet().toArray(String[]::new))
        .sorted()
        .map(name -> "setting " + name + " is unknown: rules have no settings")
        .forEach(problems::add);
    return problems.isEmpty() ? review.apply(reading.assets()) : new Refused(problems);
  }
}
