package io.raptorflow.guild.muse.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.TextWidth;
import io.raptorflow.campaign.Asset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Headlines in banks of fifteen, one bank per length that platforms ask for.
///
/// @param keyword what people search for; at least three headlines of a bank hold it
/// @param gaps what could not be written, and why
public record HeadlineBank(String keyword, List<Bank> banks, List<String> gaps)
    implements Deliverable {
  /// Lengths of the banks, counted as Google counts.
  public static final List<Integer> LIMITS = List.of(30, 40, 70, 100);

  /// Headlines of one bank.
  public static final int COUNT = 15;

  /// Different angles that a full bank must hold.
  public static final int ANGLES_MIN = 5;

  /// Width that one headline of the shortest bank must keep, for Performance Max.
  public static final int TINY_MAX = 15;

  /// Headlines that hold the keyword, and headlines that do without.
  public static final int KEYWORD_MIN = 3;

  public HeadlineBank {
    banks = List.copyOf(banks);
    gaps = List.copyOf(gaps);
  }

  /// @param limit greatest width of its headlines: 30, 40, 70 or 100
  public record Bank(int limit, List<Headline> headlines) {
    public Bank {
      headlines = List.copyOf(headlines);
    }
  }

  /// @param angle what it bets on: feature, pain, trigger, proof, price, audience, category,
  ///   action, brand or promise
  /// @param framework AIDA, PAS, BAB, FAB, 4P or 4C
  /// @param claimIds ids of the proofs that it rests on
  public record Headline(String text, String angle, String framework, List<String> claimIds) {
    public Headline {
      claimIds = List.copyOf(claimIds);
    }
  }

  @Override
  public List<String> problems(TaskInputs inputs) {
    CopyCheck check = new CopyCheck(inputs);
    check.require(!keyword.isBlank(), "keyword is blank");
    check.require(
        banks.stream().map(Bank::limit).toList().equals(LIMITS),
        "banks must have the limits "
            + LIMITS
            + " in this order, were "
            + banks.stream().map(Bank::limit).toList());
    for (Bank bank : banks) {
      check(bank, check);
    }
    return check.problems();
  }

  private void check(Bank bank, CopyCheck check) {
    String field = "banks/" + bank.limit();
    List<String> texts = bank.headlines().stream().map(Headline::text).toList();
    for (int i = 0; i < texts.size(); i++) {
      Headline headline = bank.headlines().get(i);
      String at = field + "/headlines[" + i + "]";
      check.text(at, headline.text(), bank.limit());
      check.claims(at, headline.text(), headline.claimIds());
    }
    check.distinct(field, texts);
    boolean named = gaps.stream().anyMatch(gap -> gap.contains("bank " + bank.limit()));
    check.require(
        texts.size() == COUNT || (named && texts.size() < COUNT),
        "%s has %d headlines, %d are needed, or a gap that names bank %d"
            .formatted(field, texts.size(), COUNT, bank.limit()));
    if (named) {
      return;
    }
    long angles = bank.headlines().stream().map(Headline::angle).distinct().count();
    check.require(
        angles >= ANGLES_MIN,
        "%s has %d angles, at least %d are needed".formatted(field, angles, ANGLES_MIN));
    check.keyword(field, texts, keyword, KEYWORD_MIN);
    check.require(
        bank.limit() != LIMITS.getFirst()
            || texts.stream().anyMatch(text -> TextWidth.google(text) <= TINY_MAX),
        field + " needs one headline of at most " + TINY_MAX);
  }

  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Bank bank : banks) {
      fields.put(
          "headlines_" + bank.limit(), bank.headlines().stream().map(Headline::text).toList());
    }
    fields.put("keyword", keyword);
    List<Headline> all = banks.stream().flatMap(bank -> bank.headlines().stream()).toList();
    String angles =
        String.join(", ", all.stream().map(Headline::angle).distinct().sorted().toList());
    List<String> claims = all.stream().flatMap(h -> h.claimIds().stream()).toList();
    return new Layout(
            "headline_bank", List.of("google_search", "pmax", "meta", "linkedin"), "awareness")
        .assets(agent, inputs, label, new Layout.Piece("", "4C", angles, fields, claims));
  }
}
