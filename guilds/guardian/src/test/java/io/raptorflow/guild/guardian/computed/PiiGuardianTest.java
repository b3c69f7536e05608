package io.raptorflow.guild.guardian.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Finding;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.PiiScanner.Hit;
import io.raptorflow.guild.guardian.computed.PiiScanner.Masked;
import io.raptorflow.guild.guardian.output.Review;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PiiGuardianTest {
  private final PiiGuardian guardian = new PiiGuardian();
  private final PiiScanner scanner = new PiiScanner();

  /// Published test numbers; nobody's data.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Write to jo.park@client.example | EMAIL",
        "Card 4111 1111 1111 1111 | CARD",
        "Card 4111-1111-1111-1111 | CARD",
        "Amex 378282246310005 | CARD",
        "Order 4111 1111 1111 1112 | ''",
        "Luhn holds, no issuer: 79927398713 | ''",
        "IBAN DE89 3704 0044 0532 0130 00 | IBAN",
        "Ref GB82 WEST 1234 5698 7654 33 | ''",
        "SSN 219-09-9999 | US_SSN",
        "Not one: 666-09-9999 | ''",
        "NI number AB 12 34 56 C | UK_NINO",
        "NHS 943 476 5919 | UK_NHS",
        "Order 943 476 5919 | ''",
        "NHS 943 476 5918 | ''",
        "DNI 12345678Z | ES_NIF",
        "Code 12345678A | ''",
        "NIR 255081416802538 | FR_NIR",
        "Steuer-ID 86095742719 | DE_IDNR",
        "PESEL 44051401359 | PL_PESEL",
        "CPF 529.982.247-25 | BR_CPF",
        "Login from 203.0.113.7 | IP",
        "Version 203.0.113.7 | ''",
        "MAC 00:1A:2B:3C:4D:5E | MAC",
        "Born 12 May 1980 | DOB",
        "Sale on 12 May 2027 | ''",
        "key AKIAIOSFODNN7EXAMPLE | SECRET",
        "-----BEGIN RSA PRIVATE KEY----- | SECRET",
        "Tank of 300 litres, 42 cm deep, from 349 | ''"
      })
  void tellsPersonalDataFromOtherNumbers(String text, String kind) {
    List<Hit> hits = scanner.scan(text, "GB");

    assertThat(hits.stream().map(Hit::kind).collect(Collectors.joining(" "))).isEqualTo(kind);
  }

  @Test
  void findsPhoneNumbersByTheirPlan() {
    List<Hit> hits = scanner.scan("Ring +44 20 7183 8750 or 020 7183 8750", "GB");

    assertThat(hits).extracting(Hit::kind).containsExactly("PHONE", "PHONE");
  }

  @Test
  void blocksPublicCopyAndQuotesNothing() {
    var assets =
        Samples.asset("quillstack", "email", "en-US", "{\"text\":\"Ask jo.park@client.example\"}");

    Review review = Samples.review(guardian, Samples.brief("quillstack"), assets);

    Finding finding = review.findings().getFirst();
    assertThat(finding.rule()).isEqualTo("PII-EMAIL");
    assertThat(finding.severity()).isEqualTo(Severity.BLOCK);
    assertThat(finding.start()).isEqualTo(4);
    assertThat(CanonicalJson.write(review))
        .doesNotContain("jo.park")
        .doesNotContain("client.example");
  }

  @Test
  void comesBackFromJsonAsItWas() {
    var assets =
        Samples.asset("quillstack", "email", "en-US", "{\"text\":\"Ask jo.park@client.example\"}");

    Review review = Samples.review(guardian, Samples.brief("quillstack"), assets);

    assertThat(CanonicalJson.read(CanonicalJson.write(review), Review.class)).isEqualTo(review);
  }

  @Test
  void asksForAMaskInPrompts() {
    var assets =
        Samples.asset("quillstack", "prompt", "en-US", "{\"text\":\"Ask jo.park@client.example\"}");

    Review review = Samples.review(guardian, Samples.brief("quillstack"), assets);

    assertThat(review.findings()).extracting(Finding::severity).containsExactly(Severity.WARN);
  }

  @Test
  void takesTheBrandsOwnAddressesForPublic() {
    var assets =
        Samples.asset(
            "quillstack",
            "email",
            "en-US",
            "{\"text\":\"Write to hello@quillstack.example or team@mail.quillstack.example\",\"headers\":{\"From\":\"a@quillstack.example\",\"Reply-To\":\"x@notquillstack.example\"}}");

    Review review = Samples.review(guardian, Samples.brief("quillstack"), assets);

    assertThat(review.findings()).extracting(Finding::field).containsExactly("headers.Reply-To");
  }

  @Test
  void readsTablesByColumn() {
    Table leads =
        Table.csv("leads", "lead_id,contact\n1,a@client.example\n2,b@client.example\n3,\n");
    TaskInputs inputs =
        new TaskInputs(
            Samples.brief("quillstack"),
            Map.of("assets", CanonicalJson.read("[]")),
            Map.of("leads", leads),
            Map.of(),
            Map.of(),
            List.of(),
            Samples.NOW,
            1);

    Review review = (Review) ((Answered) guardian.compute(inputs)).output();

    assertThat(review.findings()).hasSize(1);
    assertThat(review.findings().getFirst().field()).isEqualTo("leads.contact");
    assertThat(review.findings().getFirst().actual()).isEqualTo("2 of 3 rows");
  }

  @Test
  void masksAndRestores() {
    String text = "From a@client.example to b@client.example, copy a@client.example";

    Masked masked = scanner.mask(text, "GB");

    assertThat(masked.text()).isEqualTo("From <EMAIL_1> to <EMAIL_2>, copy <EMAIL_1>");
    assertThat(masked.vault())
        .containsOnly(
            Map.entry("<EMAIL_1>", "a@client.example"), Map.entry("<EMAIL_2>", "b@client.example"));
    assertThat(masked.restored()).isEqualTo(text);
  }

  @Test
  void leavesNothingThatAScanWouldFindAgain() {
    Random random = new Random(41);
    List<String> pieces =
        List.of(
            "a@client.example",
            "4111 1111 1111 1111",
            "GB82WEST12345698765432",
            "tank",
            "300",
            "litres",
            "219-09-9999",
            ", ",
            " and ",
            "\n");
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        text.append(pieces.get(random.nextInt(pieces.size()))).append(' ');
      }

      Masked masked = scanner.mask(text.toString(), "GB");

      assertThat(masked.restored()).isEqualTo(text.toString());
      assertThat(masked.text()).doesNotContain("a@client.example");
    }
  }
}
