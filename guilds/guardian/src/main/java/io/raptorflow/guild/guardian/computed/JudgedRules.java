package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.Finding;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.output.Judgement;
import io.raptorflow.guild.guardian.output.Judgement.Concern;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.Check;
import io.raptorflow.guild.guardian.rules.Markets;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The rules of a guardian that need judgement: asks them, and takes answers only with a quote that
/// stands in the asset. A judgement adds findings; it cannot take one away.
record JudgedRules(List<RulePack> packs) {
  /// Most times that one quote is marked in one field.
  private static final int PLACES_MAX = 10;

  JudgedRules {
    packs = List.copyOf(packs);
  }

  private record Asked(RulePack pack, Rule rule) {}

  private Map<String, Asked> asked(TaskInputs inputs, List<Asset> assets) {
    Map<String, Asked> asked = new LinkedHashMap<>();
    for (RulePack pack : Markets.choose(packs, inputs.brief(), assets)) {
      for (Rule rule : pack.rules()) {
        if (rule.check() instanceof Check.Judged) {
          asked.putIfAbsent(rule.id(), new Asked(pack, rule));
        }
      }
    }
    return asked;
  }

  private static List<Asset> assets(TaskInputs inputs) {
    return inputs
        .document("assets")
        .map(AssetReader::read)
        .map(AssetReader.Reading::assets)
        .orElse(List.of());
  }

  /// Empty when there is nothing to judge.
  String question(TaskInputs inputs) {
    List<Asset> assets = assets(inputs);
    Map<String, Asked> asked = asked(inputs, assets);
    if (asked.isEmpty() || assets.stream().noneMatch(JudgedRules::isRead)) {
      return "";
    }
    StringBuilder text = new StringBuilder("\nJudge the assets by these rules and no others:\n");
    asked.forEach(
        (id, one) -> {
          if (one.rule().check() instanceof Check.Judged judged) {
            text.append("- ").append(id).append(": ").append(judged.question()).append('\n');
          }
        });
    return text.append(
            "For each concern give rule, asset, field, a quote copied letter by letter from that"
                + " field, and why in one sentence. No concern is a good answer too.\n")
        .toString();
  }

  private static boolean isRead(Asset asset) {
    return !AssetView.NOT_PUBLIC.contains(asset.type());
  }

  List<String> problems(Judgement judgement, TaskInputs inputs) {
    List<String> problems = new ArrayList<>();
    List<Asset> assets = assets(inputs);
    Map<String, Asked> asked = asked(inputs, assets);
    if (judgement.concerns().size() > Judgement.CONCERNS_MAX) {
      problems.add(
          "concerns has %d entries, at most %d are read"
              .formatted(judgement.concerns().size(), Judgement.CONCERNS_MAX));
    }
    for (int i = 0; i < judgement.concerns().size(); i++) {
      Concern concern = judgement.concerns().get(i);
      if (!asked.containsKey(concern.rule())) {
        problems.add(
            "concerns[%d].rule must be one of %s, was '%s'"
                .formatted(i, asked.keySet(), concern.rule()));
      } else if (spans(concern, assets).isEmpty()) {
        problems.add(
            "concerns[%d].quote must stand letter by letter in field '%s' of asset '%s', was '%s'"
                .formatted(i, concern.field(), concern.asset(), concern.quote()));
      }
    }
    return problems;
  }

  private record At(Asset asset, TextField field, Span span) {}

  private List<At> spans(Concern concern, List<Asset> assets) {
    Optional<Asset> asset = assets.stream().filter(a -> a.id().equals(concern.asset())).findFirst();
    List<At> found = new ArrayList<>();
    if (asset.isPresent() && !concern.quote().isBlank()) {
      for (TextField field : TextField.of(asset.get())) {
        String text = field.text().original();
        int at = field.path().equals(concern.field()) ? text.indexOf(concern.quote()) : -1;
        for (; at >= 0 && found.size() < PLACES_MAX; at = text.indexOf(concern.quote(), at + 1)) {
          found.add(new At(asset.get(), field, new Span(at, at + concern.quote().length())));
        }
      }
    }
    return found;
  }

  /// The review with what was judged; whatever was found before stays.
  Review with(Review review, Judgement judgement, TaskInputs inputs) {
    List<Asset> assets = assets(inputs);
    Map<String, Asked> asked = asked(inputs, assets);
    ReviewSheet sheet = new ReviewSheet(inputs, assets, packs);
    for (Concern concern : judgement.concerns()) {
      Asked one = asked.get(concern.rule());
      List<At> places = spans(concern, assets);
      if (one != null && !places.isEmpty()) {
        At at = places.getFirst();
        sheet.add(
            one.pack(),
            one.rule(),
            Place.of(at.asset(), at.field(), at.span()),
            concern.quote(),
            one.rule().message() + " (judged by a model: " + concern.why() + ")");
      }
    }
    List<Finding> all = new ArrayList<>(review.findings());
    all.addAll(sheet.findings());
    return new Review(
        ReviewSheet.sorted(all), review.assetsChecked(), review.packs(), review.notChecked());
  }

  Review without(Review review, String why) {
    List<String> notChecked = new ArrayList<>(review.notChecked());
    for (RulePack pack : packs) {
      for (Rule rule : pack.rules()) {
        if (rule.check() instanceof Check.Judged) {
          notChecked.add(rule.id() + ", " + rule.message() + ": not judged, " + why);
        }
      }
    }
    return new Review(
        review.findings(),
        review.assetsChecked(),
        review.packs(),
        notChecked.stream().distinct().sorted().toList());
  }

  /// Without a model nothing is judged, and nothing is made up.
  static final class NoJudge implements Composer {
    @Override
    public String output() {
      return Judgement.class.getSimpleName();
    }

    @Override
    public JsonNode compose(TaskInputs inputs) {
      return CanonicalJson.MAPPER.valueToTree(new Judgement(List.of()));
    }
  }
}
