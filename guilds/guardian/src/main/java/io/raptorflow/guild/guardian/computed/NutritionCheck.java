package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// FOOD-NUTR: nutrition claims against the nutrition of 100 g or 100 ml (Reg. (EC) 1924/2006,
/// annex). A claim without the value that it needs has no evidence.
final class NutritionCheck {
  private static final double KCAL_PER_GRAM_OF_PROTEIN = 4;

  /// Nutrition of 100 g of a solid or 100 ml of a liquid.
  private record Food(AssetView view, boolean isLiquid) {
    OptionalDouble value(String names) {
      String prefix = isLiquid ? "nutrition_per_100ml." : "nutrition_per_100g.";
      String either = "nutrition.";
      StringBuilder paths = new StringBuilder();
      for (String name : names.split("\\|", -1)) {
        paths.append(prefix).append(name).append('|').append(either).append(name).append('|');
      }
      for (String text : view.values(paths.toString())) {
        try {
          return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException noNumber) {
          continue;
        }
      }
      return OptionalDouble.empty();
    }

    OptionalDouble energy() {
      OptionalDouble kcal = value("energy_kcal|kcal");
      OptionalDouble kj = value("energy_kj|kj");
      return kcal.isPresent() || kj.isEmpty() ? kcal : OptionalDouble.of(kj.getAsDouble() / 4.184);
    }

    boolean atMost(String names, double solid, double liquid) {
      return value(names).orElse(Double.MAX_VALUE) <= (isLiquid ? liquid : solid);
    }

    double proteinShare() {
      double energy = energy().orElse(0);
      double protein = value("protein_g|protein").orElse(0);
      return energy == 0 ? 0 : protein * KCAL_PER_GRAM_OF_PROTEIN / energy;
    }

    boolean fibre(double grams, double per100Kcal) {
      double fibre = value("fibre_g|fiber_g|fibre|fiber").orElse(0);
      double energy = energy().orElse(0);
      return (!isLiquid && fibre >= grams) || (energy > 0 && fibre * 100 / energy >= per100Kcal);
    }

    boolean saturates(double solid, double liquid) {
      double grams = value("saturates_g|saturated_fat_g|saturates").orElse(Double.MAX_VALUE);
      double energy = energy().orElse(0);
      // Nine kilocalories a gram of fat; at most a tenth of the energy.
      return grams <= (isLiquid ? liquid : solid) && (energy == 0 || grams * 9 <= energy * 0.1);
    }

    boolean salt(double sodium) {
      OptionalDouble own = value("sodium_g|sodium");
      return own.isPresent()
          ? own.getAsDouble() <= sodium
          : value("salt_g|salt").orElse(Double.MAX_VALUE) <= sodium * 2.5;
    }
  }

  private record Claim(
      Pattern words, String limit, List<String> needs, BiPredicate<Food, AssetView> holds) {
    Claim(String words, String limit, List<String> needs, BiPredicate<Food, AssetView> holds) {
      this(
          Pattern.compile("(?iu)(?<![\\p{L}\\d])(?:" + words + ")(?![\\p{L}\\d])"),
          limit,
          needs,
          holds);
    }
  }

  private static final String FAT = "fat_g|fat";
  private static final String SUGARS = "sugars_g|sugars|sugar_g";
  private static final String SATURATES = "saturates_g|saturated_fat_g|saturates";
  private static final String SALT = "sodium_g|sodium|salt_g|salt";
  private static final String FIBRE = "fibre_g|fiber_g|fibre|fiber";
  private static final String PROTEIN = "protein_g|protein";
  private static final String ENERGY = "energy_kcal|kcal|energy_kj|kj";

  private static final List<Claim> CLAIMS =
      List.of(
          new Claim(
              "energy[- ]free|calorie[- ]free|zero calories?|0 (?:k?cal|calories)|kalorienfrei",
              "4 kcal per 100 ml",
              List.of(ENERGY),
              (f, v) -> f.isLiquid() && f.energy().orElse(999) <= 4),
          new Claim(
              "low[- ](?:energy|calories?)|low in calories|kalorienarm|pauvre en calories",
              "40 kcal per 100 g, 20 kcal per 100 ml",
              List.of(ENERGY),
              (f, v) -> f.energy().orElse(999) <= (f.isLiquid() ? 20 : 40)),
          new Claim(
              "(?<!%)(?<!% )(?:fat[- ]free|no fat|zero fat|fettfrei|sans matières grasses)",
              "0.5 g per 100 g or ml", List.of(FAT), (f, v) -> f.atMost(FAT, 0.5, 0.5)),
          new Claim(
              "\\d{1,3} ?% fat[- ]free|\\d{1,3} ?% fettfrei",
              "never to be said", List.of(), (f, v) -> false),
          new Claim(
              "low[- ]fat|low in fat|fettarm|pauvre en matières grasses",
              "3 g per 100 g, 1.5 g per 100 ml",
              List.of(FAT),
              (f, v) -> f.atMost(FAT, 3, 1.5)),
          new Claim(
              "saturates?[- ]free|saturated fat[- ]free",
              "0.1 g per 100 g or ml",
              List.of(SATURATES),
              (f, v) -> f.atMost(SATURATES, 0.1, 0.1)),
          new Claim(
              "low[- ]saturates?|low (?:in )?saturated fat|low in saturates",
              "1.5 g per 100 g, 0.75 g per 100 ml, and 10 % of energy",
              List.of(SATURATES),
              (f, v) -> f.saturates(1.5, 0.75)),
          new Claim(
              "sugars?[- ]free|no sugars?|zero sugars?|zuckerfrei|sans sucres?",
              "0.5 g per 100 g or ml",
              List.of(SUGARS),
              (f, v) -> f.atMost(SUGARS, 0.5, 0.5)),
          new Claim(
              "low[- ]sugars?|low in sugars?|zuckerarm|pauvre en sucres",
              "5 g per 100 g, 2.5 g per 100 ml",
              List.of(SUGARS),
              (f, v) -> f.atMost(SUGARS, 5, 2.5)),
          new Claim(
              "no added sugars?|without added sugars?|ohne zuckerzusatz|sans sucres? ajoutés?",
              "no sugars added; says that it contains naturally occurring sugars when it does",
              List.of(),
              (f, v) -> noSugarAdded(f, v)),
          new Claim(
              "high[- ]fibre|high[- ]fiber|high in fib(?:re|er)|rich in fib(?:re|er)|ballaststoffreich|riche en fibres",
              "6 g per 100 g or 3 g per 100 kcal",
              List.of(FIBRE),
              (f, v) -> f.fibre(6, 3)),
          new Claim(
              "source of fib(?:re|er)|contains fib(?:re|er)|ballaststoffquelle|source de fibres",
              "3 g per 100 g or 1.5 g per 100 kcal",
              List.of(FIBRE),
              (f, v) -> f.fibre(3, 1.5)),
          new Claim(
              "high[- ]protein|high in protein|rich in protein|proteinreich|eiweißreich|riche en protéines",
              "20 % of energy",
              List.of(PROTEIN, ENERGY),
              (f, v) -> f.proteinShare() >= 0.2),
          new Claim(
              "source of protein|contains protein|proteinquelle|eiweißquelle|source de protéines",
              "12 % of energy",
              List.of(PROTEIN, ENERGY),
              (f, v) -> f.proteinShare() >= 0.12),
          new Claim(
              "(?:salt|sodium)[- ]free",
              "0.005 g sodium per 100 g",
              List.of(SALT),
              (f, v) -> f.salt(0.005)),
          new Claim(
              "low[- ](?:salt|sodium)|low in (?:salt|sodium)|salzarm|natriumarm",
              "0.12 g sodium per 100 g or ml",
              List.of(SALT),
              (f, v) -> f.salt(0.12)),
          new Claim(
              "no added (?:salt|sodium)|ohne salzzusatz",
              "0.12 g sodium per 100 g or ml, none added",
              List.of(SALT),
              (f, v) -> f.salt(0.12)));

  private NutritionCheck() {}

  private static boolean noSugarAdded(Food food, AssetView view) {
    boolean added =
        view
            .values(
                "nutrition.added_sugars_g|added_sugars_g|added_sugars|"
                    + "nutrition_per_100g.added_sugars_g|nutrition_per_100ml.added_sugars_g")
            .stream()
            .anyMatch(text -> !text.matches("0(?:\\.0+)?|false"));
    boolean natural = food.value(SUGARS).orElse(0) > 0.5;
    boolean told =
        view.values("*").stream()
            .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains("naturally occurring sugars"));
    return !added && (!natural || told);
  }

  static void check(Site site) {
    AssetView view = site.view();
    boolean liquid = !view.values("nutrition_per_100ml|liquid").isEmpty();
    Food food = new Food(view, liquid);
    for (TextField field : view.copy()) {
      for (Claim claim : CLAIMS) {
        Matcher matcher = claim.words().matcher(field.text().folded());
        while (matcher.find()) {
          if (claim.holds().test(food, view)) {
            continue;
          }
          Span span = field.text().span(matcher.start(), matcher.end());
          Place place = Place.of(view.asset(), field, span);
          boolean known = claim.needs().stream().allMatch(n -> food.value(n).isPresent());
          String words = ReviewSheet.at(field, span);
          if (known) {
            site.add(place, words, "'" + words + "' may be said at most of: " + claim.limit());
          } else {
            site.sheet()
                .weigh(
                    site.pack(),
                    site.rule(),
                    place,
                    words,
                    "'%s' needs the nutrition of 100 g or 100 ml: %s"
                        .formatted(words, claim.limit()),
                    Severity.NEEDS_EVIDENCE);
          }
        }
      }
    }
  }
}
