package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.AgentId;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.PiiScanner.Hit;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.rules.AdLimits;
import io.raptorflow.guild.guardian.rules.Check;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// GRD-008: finds personal data and secrets in assets, prompts and the columns of tables.
///
/// A finding never quotes what it found. The brand's own addresses are no personal data: its
/// domain, and what stands in its legal footer.
public final class PiiGuardian implements Computation {
  private static final int SAMPLE_ROWS = 1_000;
  private static final Set<String> MASKED = Set.of("prompt", "report", "log");

  private final RulePack pack;
  private final RuleEngine engine = new RuleEngine(Map.of());
  private final AdLimits limits = AdLimits.load();
  private final List<RulePack> packs;
  private final PiiScanner scanner = new PiiScanner();

  public PiiGuardian() {
    this(PackShelf.shipped());
  }

  public PiiGuardian(PackShelf shelf) {
    this.pack = shelf.get("pii");
    this.packs = shelf.of(new AgentId("GRD-008"));
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return AssetsInput.review(
        inputs,
        assets -> {
          ReviewSheet sheet = new ReviewSheet(inputs, assets, packs);
          sheet.skip("names of people: a list cannot tell them from other words");
          sheet.skip("images and other media");
          sheet.skip("pages and notes that came with the task");
          BrandBrief brief = inputs.brief();
          assets.forEach(asset -> asset(sheet, asset, brief));
          new TreeMap<>(inputs.tables())
              .forEach((name, table) -> table(sheet, table, country("", brief)));
          return sheet.answer(assets.size());
        });
  }

  private void asset(ReviewSheet sheet, Asset asset, @Nullable BrandBrief brief) {
    engine.apply(
        sheet, new AssetView(asset, brief, limits), rule -> !(rule.check() instanceof Check.Coded));
    String country = country(asset.locale(), brief);
    for (TextField field : TextField.of(asset)) {
      String text = field.text().original();
      for (Hit hit : scanner.scan(text, country)) {
        String value = text.substring(hit.start(), hit.end());
        if (isOfBrand(value, hit, brief)) {
          continue;
        }
        Rule rule = pack.rule("PII-" + hit.kind());
        Place place = Place.of(asset, field, new Span(hit.start(), hit.end()));
        String shown = "<" + hit.kind() + ">, " + value.length() + " characters";
        if (MASKED.contains(asset.type())) {
          sheet.weigh(
              pack,
              rule,
              place,
              shown,
              rule.message() + "; it must be masked before a model or a person reads it",
              Severity.WARN);
        } else {
          sheet.add(pack, rule, place, shown);
        }
      }
    }
  }

  private void table(ReviewSheet sheet, Table table, String country) {
    List<List<String>> rows = table.rows();
    int sample = Math.min(SAMPLE_ROWS, rows.size());
    for (int column = 0; column < table.columns().size(); column++) {
      Map<String, Integer> kinds = new LinkedHashMap<>();
      for (int i = 0; i < sample; i++) {
        scanner
            .scan(rows.get(i).get(column), country)
            .forEach(hit -> kinds.merge(hit.kind(), 1, Integer::sum));
      }
      String field = table.name() + "." + table.columns().get(column);
      kinds.forEach(
          (kind, count) -> {
            Rule rule = pack.rule("PII-" + kind);
            sheet.weigh(
                pack,
                rule,
                new Place("", field, null),
                count + " of " + sample + " rows",
                rule.message() + " in a column: upload it hashed, or without the column",
                Severity.WARN);
          });
    }
    if (rows.size() > SAMPLE_ROWS) {
      sheet.skip(table.name() + ": rows after the first " + SAMPLE_ROWS);
    }
  }

  private static boolean isOfBrand(String value, Hit hit, @Nullable BrandBrief brief) {
    if (brief == null) {
      return false;
    }
    if (brief.compliance().legalFooter().contains(value)) {
      return true;
    }
    String domain = domain(brief.brand().url());
    String lower = value.toLowerCase(Locale.ROOT);
    return hit.kind().equals("EMAIL")
        && !domain.isEmpty()
        && (lower.endsWith("@" + domain) || lower.endsWith("." + domain));
  }

  private static String domain(String url) {
    if (url.isEmpty()) {
      return "";
    }
    String host = URI.create(url).getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", "");
  }

  private static String country(String locale, @Nullable BrandBrief brief) {
    String named = Locale.forLanguageTag(locale).getCountry();
    if (!named.isEmpty()) {
      return named;
    }
    return brief == null || brief.brand().markets().isEmpty()
        ? "US"
        : brief.brand().markets().getFirst();
  }
}
