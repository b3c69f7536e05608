package io.raptorflow.guild.research.source;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BrandBrief.Price;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.campaign.BrandBrief.Segment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A checked brief in the shape of its file (`brand-brief/1`), so that JSON pointers lead to what
/// was read.
final class BriefTree {
  private BriefTree() {}

  /// The tree; empty when there is no brief.
  static JsonNode of(@Nullable BrandBrief brief) {
    ObjectNode root = CanonicalJson.MAPPER.createObjectNode();
    if (brief == null) {
      return root;
    }
    ObjectNode brand = root.putObject("brand");
    brand.put("id", brief.brand().id()).put("name", brief.brand().name());
    brand.put("url", brief.brand().url()).put("category", brief.brand().category());
    brand.put("business_model", brief.brand().businessModel());
    texts(brand.putArray("markets"), brief.brand().markets());
    texts(brand.putArray("languages"), brief.brand().languages());
    ObjectNode voice = brand.putObject("voice");
    texts(voice.putArray("traits"), brief.brand().voice().traits());
    texts(voice.putArray("avoid"), brief.brand().voice().avoid());
    voice.put("reading_grade_max", brief.brand().voice().gradeMax());
    voice.put("sample", brief.brand().voice().sample());
    product(root.putObject("product"), brief);
    ObjectNode audience = root.putObject("audience");
    ArrayNode icp = audience.putArray("icp");
    brief.audience().segments().forEach(segment -> segment(icp.addObject(), segment));
    texts(audience.putArray("exclude"), brief.audience().exclude());
    ObjectNode objective = root.putObject("objective");
    objective.put("type", brief.objective().type()).put("kpi", brief.objective().kpi());
    objective.put("target", brief.objective().target());
    objective
        .putArray("window")
        .add(brief.objective().from().toString())
        .add(brief.objective().to().toString());
    amounts(objective.putObject("guardrails"), brief.objective().guardrails());
    ObjectNode budget = root.putObject("budget");
    budget.put("total", brief.budget().total()).put("currency", brief.budget().currency());
    amounts(budget.putObject("floor"), brief.budget().floor());
    amounts(budget.putObject("cap"), brief.budget().cap());
    budget.put("test_reserve_pct", brief.budget().testReservePercent());
    texts(root.putArray("channels_allowed"), brief.channels());
    texts(root.putArray("competitors"), brief.competitors());
    ObjectNode compliance = root.putObject("compliance");
    texts(compliance.putArray("regions"), brief.compliance().regions());
    texts(compliance.putArray("packs"), brief.compliance().packs());
    compliance.put("legal_footer", brief.compliance().legalFooter());
    ObjectNode assets = root.putObject("assets");
    brief.sources().forEach(assets::put);
    return root;
  }

  private static void product(ObjectNode product, BrandBrief brief) {
    product.put("name", brief.product().name()).put("type", brief.product().type());
    Price price = brief.product().price();
    if (price != null) {
      ObjectNode node = product.putObject("price");
      node.put("amount", price.amount()).put("currency", price.currency());
      node.put("period", price.period());
      if (price.lowest30d() != null) {
        node.put("lowest_30d", price.lowest30d());
      }
    }
    texts(product.putArray("features"), brief.product().features());
    ArrayNode proofs = product.putArray("proof");
    for (Proof proof : brief.product().proofs()) {
      ObjectNode node = proofs.addObject();
      node.put("id", proof.id()).put("claim", proof.claim()).put("evidence", proof.evidence());
      if (proof.expires() != null) {
        node.put("expires", proof.expires().toString());
      }
    }
    texts(product.putArray("not_allowed_claims"), brief.product().notAllowedClaims());
  }

  private static void segment(ObjectNode node, Segment segment) {
    node.put("name", segment.name()).put("age", segment.age());
    texts(node.putArray("pains"), segment.pains());
    texts(node.putArray("triggers"), segment.triggers());
    texts(node.putArray("committee"), segment.committee());
  }

  private static void texts(ArrayNode into, List<String> texts) {
    texts.forEach(into::add);
  }

  private static void amounts(ObjectNode into, Map<String, BigDecimal> amounts) {
    amounts.forEach(into::put);
  }
}
