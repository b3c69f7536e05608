package io.raptorflow.campaign;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief.Audience;
import io.raptorflow.campaign.BrandBrief.Brand;
import io.raptorflow.campaign.BrandBrief.Budget;
import io.raptorflow.campaign.BrandBrief.Compliance;
import io.raptorflow.campaign.BrandBrief.Objective;
import io.raptorflow.campaign.BrandBrief.Price;
import io.raptorflow.campaign.BrandBrief.Product;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.campaign.BrandBrief.Segment;
import io.raptorflow.campaign.BrandBrief.Visual;
import io.raptorflow.campaign.BrandBrief.Voice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads and checks a brand brief: gate G0.
///
/// A *problem* stops the run: something that nobody may guess (no KPI number, no window, no money).
/// A *gap* goes on, marked: something that can be left out (an unknown channel, an expired proof).
public final class BriefReader {
  /// Longest brief that is read, in characters.
  public static final int CHARACTERS_MAX = 1_000_000;

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private final BriefFields fields = new BriefFields();

  private BriefReader() {}

  /// Something wrong with a brief.
  ///
  /// @param path JSON pointer (RFC 6901) to the value
  /// @param value what stands there, cut to 80 characters
  /// @param rule what should stand there
  public record Issue(String path, String value, String rule) {
    @Override
    public String toString() {
      return path + ": " + rule + (value.isEmpty() ? "" : ", was " + value);
    }
  }

  /// What came of reading: a brief exactly when there are no problems.
  public record Reading(@Nullable BrandBrief brief, List<Issue> problems, List<Issue> gaps) {
    public Reading {
      problems = List.copyOf(problems);
      gaps = List.copyOf(gaps);
    }
  }

  /// Reads a brief; never throws for bad content.
  public static Reading read(String json) {
    BriefReader reader = new BriefReader();
    if (json.length() > CHARACTERS_MAX) {
      reader.fields.problems.add(
          new Issue("", json.length() + " characters", "a brief has at most " + CHARACTERS_MAX));
      return new Reading(null, reader.fields.problems, List.of());
    }
    JsonNode root;
    try {
      root = CanonicalJson.read(json);
    } catch (JacksonException notJson) {
      reader.fields.problems.add(
          new Issue(
              "", BriefFields.cut(notJson.getOriginalMessage()), "a brief is a JSON document"));
      return new Reading(null, reader.fields.problems, List.of());
    }
    BrandBrief brief = reader.brief(root);
    return new Reading(
        reader.fields.problems.isEmpty() ? brief : null,
        reader.fields.problems,
        reader.fields.gaps);
  }

  private @Nullable BrandBrief brief(JsonNode root) {
    if (!root.isObject()) {
      fields.problem("", root, "a brief is a JSON object");
      return null;
    }
    String schema = root.path("schema").asString("");
    if (!schema.equals("brand-brief/1")) {
      fields.problem("/schema", root.path("schema"), "must be brand-brief/1");
    }
    List<String> channels = channels(root.path("channels_allowed"));
    Brand brand = brand(root.path("brand"));
    Product product = product(root.path("product"));
    Audience audience = audience(root.path("audience"));
    Objective objective = objective(root.path("objective"));
    Budget budget = budget(root.path("budget"), channels);
    Compliance compliance = compliance(root.path("compliance"));
    Map<String, String> sources = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> file : root.path("assets").properties()) {
      if (file.getValue().isString()) {
        sources.put(file.getKey(), file.getValue().asString());
      }
    }
    if (objective != null && product != null) {
      for (Proof proof : product.proofs()) {
        if (!proof.holdsUntil(objective.to())) {
          fields.gaps.add(
              new Issue(
                  "/product/proof",
                  proof.id() + " expires " + proof.expires(),
                  "a proof must hold until the last day of the flight, "
                      + objective.to()
                      + "; the claim is not used"));
        }
      }
    }
    if (brand == null || product == null || objective == null || budget == null) {
      return null;
    }
    return new BrandBrief(
        brand,
        product,
        audience,
        objective,
        budget,
        channels,
        fields.texts(root, "competitors"),
        compliance,
        sources);
  }

  private @Nullable Brand brand(JsonNode node) {
    String id = fields.text(node, "/brand", "id", true);
    String name = fields.text(node, "/brand", "name", true);
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      fields.problem("/brand/id", node.path("id"), "must be 1 to 64 of [a-z0-9_-]");
    }
    String url = fields.text(node, "/brand", "url", false);
    if (!url.isEmpty() && !BriefFields.isWebAddress(url)) {
      fields.problem("/brand/url", node.path("url"), "must be an http or https address");
    }
    List<String> languages = fields.texts(node, "languages");
    if (languages.isEmpty()) {
      fields.gaps.add(new Issue("/brand/languages", "", "no language given; en is assumed"));
      languages = List.of("en");
    }
    JsonNode voice = node.path("voice");
    JsonNode visual = node.path("visual");
    if (id.isEmpty() || name.isEmpty()) {
      return null;
    }
    return new Brand(
        id,
        name,
        node.path("fictitious").asBoolean(false),
        url,
        fields.text(node, "/brand", "category", false),
        fields.text(node, "/brand", "business_model", false),
        fields.texts(node, "markets"),
        languages,
        new Voice(
            fields.texts(voice, "traits"),
            fields.texts(voice, "avoid"),
            voice.path("reading_grade_max").asInt(10),
            fields.text(voice, "/brand/voice", "sample", false)),
        new Visual(
            fields.text(visual, "/brand/visual", "primary", false),
            fields.text(visual, "/brand/visual", "accent", false),
            fields.text(visual, "/brand/visual", "text_on_light", false),
            fields.text(visual, "/brand/visual", "font", false)));
  }

  private @Nullable Product product(JsonNode node) {
    String name = fields.text(node, "/product", "name", true);
    String type = fields.text(node, "/product", "type", true);
    Price price = null;
    if (node.path("price").isObject()) {
      BigDecimal amount = BriefFields.number(node.path("price").path("amount"));
      if (amount == null || amount.signum() < 0) {
        fields.problem("/product/price/amount", node.path("price").path("amount"), "must be >= 0");
      } else {
        price =
            new Price(
                amount,
                fields.text(node.path("price"), "/product/price", "currency", true),
                fields.text(node.path("price"), "/product/price", "period", false),
                BriefFields.number(node.path("price").path("lowest_30d")));
      }
    } else {
      fields.gaps.add(new Issue("/product/price", "", "no price given; copy will name none"));
    }
    List<Proof> proofs = new ArrayList<>();
    for (JsonNode proof : node.path("proof")) {
      String claim = fields.text(proof, "/product/proof", "claim", false);
      String evidence = fields.text(proof, "/product/proof", "evidence", false);
      if (claim.isEmpty() || evidence.isEmpty()) {
        fields.gaps.add(
            new Issue(
                "/product/proof",
                BriefFields.cut(proof.toString()),
                "needs claim and evidence; not used"));
        continue;
      }
      proofs.add(
          new Proof(
              fields.text(proof, "/product/proof", "id", false).isEmpty()
                  ? "P" + (proofs.size() + 1)
                  : proof.path("id").asString(),
              claim,
              evidence,
              proof.path("expires").isString()
                  ? fields.date("/product/proof/expires", proof.path("expires"))
                  : null));
    }
    if (fields.texts(node, "features").isEmpty()) {
      fields.problem("/product/features", node.path("features"), "at least one feature is needed");
    }
    if (name.isEmpty() || type.isEmpty()) {
      return null;
    }
    return new Product(
        name,
        type,
        price,
        fields.texts(node, "features"),
        proofs,
        fields.texts(node, "not_allowed_claims"));
  }

  private Audience audience(JsonNode node) {
    List<Segment> segments = new ArrayList<>();
    for (JsonNode icp : node.path("icp")) {
      String name = fields.text(icp, "/audience/icp", "name", false);
      if (!name.isEmpty()) {
        segments.add(
            new Segment(
                name,
                fields.text(icp, "/audience/icp", "age", false),
                fields.texts(icp, "pains"),
                fields.texts(icp, "triggers"),
                fields.texts(icp, "committee")));
      }
    }
    if (segments.isEmpty()) {
      fields.problem(
          "/audience/icp", node.path("icp"), "at least one segment with a name is needed");
    }
    return new Audience(segments, fields.texts(node, "exclude"));
  }

  private @Nullable Objective objective(JsonNode node) {
    String kpi = fields.text(node, "/objective", "kpi", true);
    BigDecimal target = BriefFields.number(node.path("target"));
    if (target == null || target.signum() <= 0) {
      fields.problem("/objective/target", node.path("target"), "the KPI needs a number above 0");
    }
    JsonNode window = node.path("window");
    LocalDate from = null;
    LocalDate to = null;
    if (!window.isArray() || window.size() != 2) {
      fields.problem("/objective/window", window, "the KPI needs a window: two ISO dates");
    } else {
      from = fields.date("/objective/window/0", window.get(0));
      to = fields.date("/objective/window/1", window.get(1));
      if (from != null && to != null && to.isBefore(from)) {
        fields.problem("/objective/window", window, "must end after it begins");
      }
    }
    Map<String, BigDecimal> guardrails =
        fields.amounts("/objective/guardrails", node.path("guardrails"));
    if (kpi.isEmpty() || target == null || from == null || to == null) {
      return null;
    }
    return new Objective(
        fields.text(node, "/objective", "type", false), kpi, target, from, to, guardrails);
  }

  private @Nullable Budget budget(JsonNode node, List<String> channels) {
    BigDecimal total = BriefFields.number(node.path("total"));
    if (total == null || total.signum() <= 0) {
      fields.problem("/budget/total", node.path("total"), "must be a number above 0");
    }
    String currency = fields.text(node, "/budget", "currency", true);
    if (!currency.isEmpty() && !CURRENCY.matcher(currency).matches()) {
      fields.problem("/budget/currency", node.path("currency"), "must be an ISO 4217 code");
    }
    Map<String, BigDecimal> floor = fields.amounts("/budget/floor", node.path("floor"));
    Map<String, BigDecimal> cap = fields.amounts("/budget/cap", node.path("cap"));
    floor.forEach(
        (channel, least) -> {
          if (!channels.contains(channel)) {
            fields.problem(
                "/budget/floor/" + channel,
                node.path("floor").path(channel),
                "money is promised to a channel that channels_allowed does not name");
          } else if (cap.containsKey(channel) && cap.get(channel).compareTo(least) < 0) {
            fields.problem(
                "/budget/cap/" + channel, node.path("cap").path(channel), "is below the floor");
          }
        });
    cap.keySet().stream()
        .filter(channel -> !channels.contains(channel))
        .forEach(
            channel ->
                fields.gaps.add(
                    new Issue(
                        "/budget/cap/" + channel,
                        channel,
                        "caps a channel that is not allowed; it gets nothing")));
    BigDecimal floors = floor.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (total != null && floors.compareTo(total) > 0) {
      fields.problem("/budget/floor", node.path("floor"), "floors add up to more than the total");
    }
    BigDecimal reserve = BriefFields.number(node.path("test_reserve_pct"));
    if (reserve == null) {
      reserve = BigDecimal.ZERO;
    } else if (reserve.signum() < 0 || reserve.compareTo(BigDecimal.valueOf(100)) >= 0) {
      fields.problem(
          "/budget/test_reserve_pct", node.path("test_reserve_pct"), "must be 0 to below 100");
    }
    if (total == null || currency.isEmpty()) {
      return null;
    }
    return new Budget(total, currency, floor, cap, reserve);
  }

  private List<String> channels(JsonNode node) {
    LinkedHashSet<String> known = new LinkedHashSet<>();
    for (JsonNode channel : node) {
      String name = channel.asString("");
      if (Channel.KNOWN.contains(name)) {
        known.add(name);
      } else {
        fields.gaps.add(
            new Issue(
                "/channels_allowed",
                BriefFields.cut(channel.toString()),
                "no known channel; left out"));
      }
    }
    if (known.isEmpty()) {
      fields.problem("/channels_allowed", node, "at least one known channel is needed");
    }
    return List.copyOf(known);
  }

  private Compliance compliance(JsonNode node) {
    return new Compliance(
        fields.texts(node, "regions"),
        fields.texts(node, "packs"),
        fields.text(node, "/compliance", "legal_footer", false),
        node.path("ai_generated_people").asBoolean(false),
        fields.text(node.path("email"), "/compliance/email", "list_source", false));
  }
}
