package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import io.raptorflow.guild.guardian.computed.RuleEngine.CodedCheck;
import io.raptorflow.guild.guardian.rules.AdLimits;
import io.raptorflow.guild.guardian.rules.RulePack;
import java.util.List;
import java.util.Map;

/// A guardian whose work stands in its packs: it applies those that the brief calls for.
public final class PackGuardian implements Computation {
  private final List<RulePack> packs;
  private final AdLimits limits = AdLimits.load();
  private final RuleEngine engine;
  private final List<String> notChecked;

  /// @param packs what it applies
  /// @param coded measurements that packs may name
  /// @param notChecked what no rule of its packs can see
  PackGuardian(List<RulePack> packs, Map<String, CodedCheck> coded, List<String> notChecked) {
    this.packs = List.copyOf(packs);
    this.engine = new RuleEngine(coded);
    this.notChecked = List.copyOf(notChecked);
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return AssetsInput.review(
        inputs,
        assets -> {
          ReviewSheet sheet = new ReviewSheet(inputs, assets, packs);
          notChecked.forEach(sheet::skip);
          for (Asset asset : assets) {
            engine.apply(sheet, new AssetView(asset, inputs.brief(), limits), rule -> true);
          }
          return sheet.answer(assets.size());
        });
  }
}
