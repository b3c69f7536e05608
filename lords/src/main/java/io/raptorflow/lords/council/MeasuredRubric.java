package io.raptorflow.lords.council;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.lords.council.QualityReview.Dimension;
import io.raptorflow.lords.council.QualityReview.Score;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The rubric of gate G2 as far as it can be measured: each dimension by a count that stands for
/// it. It knows no taste; where a language model is configured its judgement belongs beside it.
final class MeasuredRubric {
  private static final Pattern NUMBER =
      Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?!\\d)|\\d+(?:[.,]\\d+)?");
  private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}'-]+");
  private static final Set<String> STOP_WORDS =
      Set.of(
          "the", "and", "for", "with", "your", "you", "our", "from", "that", "this", "into", "are",
          "own", "its", "not", "can", "one", "all", "any");
  private static final Pattern SUPERLATIVE =
      Pattern.compile("(?i)\\b(best|greatest|number one|unbeatable|perfect|ultimate|#1)\\b");

  private final BrandBrief brief;
  private final Set<String> audienceWords;
  private final Set<String> insightWords;
  private final Set<String> ownWords;
  private final Set<BigDecimal> numbers;

  private MeasuredRubric(BrandBrief brief) {
    this.brief = brief;
    this.audienceWords = new HashSet<>(words(brief.product().type()));
    this.insightWords = new HashSet<>();
    brief
        .audience()
        .segments()
        .forEach(
            segment -> {
              audienceWords.addAll(words(segment.name()));
              segment.pains().forEach(pain -> insightWords.addAll(words(pain)));
              segment.triggers().forEach(trigger -> insightWords.addAll(words(trigger)));
            });
    audienceWords.addAll(insightWords);
    this.ownWords = new HashSet<>(words(brief.brand().name() + " " + brief.product().name()));
    StringBuilder facts = new StringBuilder(brief.product().name());
    brief
        .product()
        .features()
        .forEach(
            feature -> {
              ownWords.addAll(words(feature));
              facts.append(' ').append(feature);
            });
    brief.validProofs().forEach(proof -> facts.append(' ').append(proof.claim()));
    if (brief.product().price() != null) {
      facts.append(' ').append(brief.product().price().amount().toPlainString());
    }
    facts.append(' ').append(brief.compliance().legalFooter());
    this.numbers = new HashSet<>();
    Matcher number = NUMBER.matcher(facts);
    while (number.find()) {
      numbers.add(value(number.group()));
    }
  }

  static Computation.Result compute(TaskInputs inputs) {
    JsonNode assets = inputs.documents().get("assets");
    if (assets == null || assets.isEmpty()) {
      return Computation.Refused.because("there is no asset to review");
    }
    MeasuredRubric rubric = new MeasuredRubric(Briefs.of(inputs));
    List<Score> scores = new ArrayList<>();
    for (JsonNode json : assets) {
      scores.add(rubric.score(CanonicalJson.MAPPER.treeToValue(json, Asset.class)));
    }
    return new Computation.Answered(
        new QualityReview("measured rubric, eight dimensions, no taste", scores),
        List.of("quality was measured, not judged: no language model and no person read it"));
  }

  private Score score(Asset asset) {
    List<String> texts = new ArrayList<>();
    asset
        .fields()
        .forEach(
            (field, value) -> {
              if (!field.equals("html") && !field.equals("headers")) {
                collect(value, texts);
              }
            });
    String text = String.join(". ", texts);
    List<String> words = words(text);
    double sentence = (double) WORD.matcher(text).results().count() / Math.max(1, sentences(text));
    List<Dimension> dimensions =
        List.of(
            count("fit", 15, hits(words, audienceWords), "words of the audience"),
            count("insight", 15, hits(words, insightWords), "words of its pains and triggers"),
            clarity(sentence),
            proof(text, asset),
            new Dimension(
                "one message", asset.angle().isBlank() ? 3 : 4, 10, "angle: " + asset.angle()),
            count("distinctiveness", 10, hits(words, ownWords), "words that only this brand owns"),
            voice(text),
            craft(texts));
    int points = 0;
    for (Dimension dimension : dimensions) {
      points += dimension.weight() * dimension.score();
    }
    return new Score(asset.id(), asset.agent(), Math.round(points / 5f), dimensions);
  }

  private static Dimension count(String name, int weight, int hits, String what) {
    int score = hits >= 4 ? 5 : hits >= 2 ? 4 : hits == 1 ? 3 : 2;
    return new Dimension(name, score, weight, hits + " " + what);
  }

  private static Dimension clarity(double wordsPerSentence) {
    int score =
        wordsPerSentence <= 12
            ? 5
            : wordsPerSentence <= 16
                ? 4
                : wordsPerSentence <= 20 ? 3 : wordsPerSentence <= 26 ? 2 : 1;
    return new Dimension(
        "clarity",
        score,
        15,
        "%.1f words a sentence".formatted(wordsPerSentence).replace(',', '.'));
  }

  private Dimension proof(String text, Asset asset) {
    List<String> loose = new ArrayList<>();
    int covered = 0;
    Matcher number = NUMBER.matcher(text.replaceAll("https?://\\S+", " "));
    while (number.find()) {
      if (numbers.contains(value(number.group()))) {
        covered++;
      } else {
        loose.add(number.group());
      }
    }
    if (!loose.isEmpty()) {
      return new Dimension("proof", 1, 15, "numbers without a source: " + loose);
    }
    int score = covered > 0 && !asset.claims().isEmpty() ? 5 : covered > 0 ? 4 : 3;
    return new Dimension("proof", score, 15, covered + " numbers, all with a source");
  }

  /// A number by its value: `18,000`, `18000` and `18000.00` are one.
  private static BigDecimal value(String number) {
    String plain =
        GROUPED.matcher(number).matches() ? number.replace(",", "") : number.replace(',', '.');
    return new BigDecimal(plain).stripTrailingZeros();
  }

  private Dimension voice(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String avoid : brief.brand().voice().avoid()) {
      if (lower.contains(avoid.toLowerCase(Locale.ROOT))) {
        return new Dimension("voice", 1, 10, "the brand avoids '" + avoid + "'");
      }
    }
    Matcher superlative = SUPERLATIVE.matcher(text);
    return superlative.find()
        ? new Dimension("voice", 2, 10, "superlative '" + superlative.group() + "'")
        : new Dimension("voice", 4, 10, "nothing that the brand avoids");
  }

  private static Dimension craft(List<String> texts) {
    long shouting =
        texts.stream().filter(t -> t.contains("!!") || t.matches(".*\\b[A-Z]{6,}\\b.*")).count();
    return shouting == 0
        ? new Dimension("channel craft", 5, 10, "no shouting, no empty field")
        : new Dimension("channel craft", 2, 10, shouting + " fields shout");
  }

  private static int hits(List<String> words, Set<String> wanted) {
    return Math.toIntExact(words.stream().distinct().filter(wanted::contains).count());
  }

  private static long sentences(String text) {
    return Math.max(1, text.split("[.!?:;\\n]+").length);
  }

  private static void collect(JsonNode value, List<String> texts) {
    if (value.isString()) {
      texts.add(value.asString());
    } else {
      value.forEach(child -> collect(child, texts));
    }
  }

  /// Words of three letters and more, in lower case, without plural s.
  private static List<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(match -> match.group().toLowerCase(Locale.ROOT))
        .filter(word -> word.length() > 2 && !STOP_WORDS.contains(word))
        .map(
            word ->
                word.length() > 3 && word.endsWith("s")
                    ? word.substring(0, word.length() - 1)
                    : word)
        .toList();
  }
}
