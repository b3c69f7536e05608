package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.JudgedComputation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.AgentId;
import io.raptorflow.campaign.Asset;
import io.raptorflow.guild.guardian.computed.RuleEngine.CodedCheck;
import io.raptorflow.guild.guardian.output.Judgement;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.AdLimits;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.guardian.rules.RulePack;
import java.util.List;
import java.util.Map;

/// A guardian whose work stands in its packs: it applies those that the brief calls for.
public final class PackGuardian implements JudgedComputation {
  private final List<RulePack> packs;
  private final AdLimits limits = AdLimits.load();
  private final RuleEngine engine;
  private final JudgedRules judged;
  private final List<String> notChecked;

  /// @param coded measurements that packs may name
  /// @param notChecked what no rule of its packs can see
  PackGuardian(
      AgentId agent, PackShelf shelf, Map<String, CodedCheck> coded, List<String> notChecked) {
    this.packs = shelf.of(agent);
    this.engine = new RuleEngine(coded);
    this.judged = new JudgedRules(packs, limits);
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

  @Override
  public Class<? extends Record> opinion() {
    return Judgement.class;
  }

  @Override
  public String question(TaskInputs inputs) {
    return judged.question(inputs);
  }

  @Override
  public List<String> problems(Record opinion, TaskInputs inputs) {
    return judged.problems((Judgement) opinion, inputs);
  }

  @Override
  public Record with(Record answer, Record opinion, TaskInputs inputs) {
    return judged.with((Review) answer, (Judgement) opinion, inputs);
  }

  @Override
  public Record without(Record answer, String why) {
    return judged.without((Review) answer, why);
  }
}
