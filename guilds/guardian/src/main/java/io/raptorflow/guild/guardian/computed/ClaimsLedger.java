package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BrandBrief.Price;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.guild.guardian.text.FoldedText;
import io.raptorflow.guild.guardian.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a brief can show: proofs that hold on the last day of the flight, those that do not, and
/// the facts of product and price.
final class ClaimsLedger {
  private final List<Entry> valid = new ArrayList<>();
  private final List<Entry> expired = new ArrayList<>();
  private final List<Quantity> facts = new ArrayList<>();

  private record Entry(Proof proof, String folded, List<Quantity> quantities) {}

  /// Whether a number stands in the ledger.
  sealed interface Coverage {
    record Covered() implements Coverage {}

    record Expired(Proof proof) implements Coverage {}

    record Unknown() implements Coverage {}
  }

  private ClaimsLedger() {}

  /// A ledger that shows nothing.
  static ClaimsLedger empty() {
    return new ClaimsLedger();
  }

  ClaimsLedger(BrandBrief brief) {
    String locale = brief.locale();
    for (Proof proof : brief.product().proofs()) {
      String text = fold(proof.claim());
      Entry entry = new Entry(proof, text, Quantity.in(text, locale));
      (proof.holdsUntil(brief.objective().to()) ? valid : expired).add(entry);
    }
    List<String> texts = new ArrayList<>(brief.product().features());
    texts.add(brief.product().name());
    texts.add(brief.product().type());
    texts.add(brief.brand().name());
    texts.add(brief.brand().voice().sample());
    Price price = brief.product().price();
    if (price != null) {
      texts.add(price.amount().toPlainString() + " " + price.currency());
      if (price.lowest30d() != null) {
        texts.add(price.lowest30d().toPlainString() + " " + price.currency());
      }
    }
    brief.audience().segments().forEach(segment -> texts.add(segment.age()));
    texts.forEach(text -> facts.addAll(Quantity.in(fold(text), locale)));
  }

  /// A proof that states a number governs it: once the proof has expired, a feature that repeats
  /// the number does not carry it either.
  Coverage of(Quantity quantity) {
    if (states(valid, quantity).isPresent()) {
      return new Coverage.Covered();
    }
    Optional<Proof> old = states(expired, quantity);
    if (old.isPresent()) {
      return new Coverage.Expired(old.get());
    }
    return facts.stream().anyMatch(quantity::agreesWith)
        ? new Coverage.Covered()
        : new Coverage.Unknown();
  }

  private static Optional<Proof> states(List<Entry> entries, Quantity quantity) {
    return entries.stream()
        .filter(entry -> entry.quantities().stream().anyMatch(quantity::agreesWith))
        .map(Entry::proof)
        .findFirst();
  }

  /// Whether a proof that holds says these very words.
  boolean proves(String words) {
    String folded = fold(words);
    return valid.stream().anyMatch(entry -> entry.folded().contains(folded));
  }

  /// Whether an asset may rest on the proof.
  boolean holds(String id) {
    return valid.stream().anyMatch(entry -> entry.proof().id().equals(id));
  }

  private static String fold(String text) {
    return FoldedText.of(text).folded().toLowerCase(Locale.ROOT);
  }
}
