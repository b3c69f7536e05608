package io.raptorflow.ingress.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.Sha256;
import io.raptorflow.campaign.Asset;
import io.raptorflow.ingress.pack.RunDossier.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PackWriterTest {
  private static final List<String> PARTS =
      List.of(
          "brief.json",
          "war_brief.json",
          "strategy.json",
          "budget.json",
          "budget_split.json",
          "measurement_plan.json",
          "calendar.json",
          "calendar.ics",
          "tracking_qa.json",
          "quality_review.json",
          "research/market_report.json",
          "research/competitor_report.json",
          "research/persona_set.json",
          "research/pricing_report.json",
          "compliance/findings.json",
          "compliance/not_checked.json",
          "compliance/held_back.json",
          "compliance/claims_ledger.json",
          "approvals/approval_g1.json",
          "approvals/approval_g4.json",
          "approvals/release_list.json",
          "assets/muse-001-headline-bank-1.json",
          "assets/muse-002-google-rsa-1.json",
          "assets/muse-007-email-1.json",
          "assets/muse-007-email-1.html",
          "assets/muse-007-email-1.txt",
          "publish/google_ads_editor.csv",
          "publish/email.json",
          "publish/headline_bank.json",
          "publish/receipts.json",
          "decisions.json",
          "costs.json",
          "gaps.json",
          "index.html",
          "manifest.json");

  @ParameterizedTest
  @ValueSource(strings = {"tarnwell", "quillstack"})
  void everyPartOfAFinishedRunIsInItsPack(String run) {
    SortedMap<String, byte[]> pack = PackWriter.write(RunFolder.of(run).dossier());

    assertThat(pack).containsKeys(PARTS.toArray(String[]::new));
    assertThat(pack.values()).allSatisfy(bytes -> assertThat(bytes).isNotEmpty());
  }

  @Test
  void numbersOfThePastAreInThePackWhenTheyWereGiven() {
    SortedMap<String, byte[]> with = PackWriter.write(RunFolder.of("tarnwell").dossier());
    SortedMap<String, byte[]> without = PackWriter.write(RunFolder.of("quillstack").dossier());

    assertThat(with).containsKeys("matrix/kpi_anomalies.json", "matrix/executive_report.json");
    assertThat(without).doesNotContainKey("matrix/kpi_anomalies.json");
    assertThat(text(without, "gaps.json"))
        .contains("kpi_anomalies) is not there", "table kpi_daily did not come with the brief");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tarnwell", "quillstack"})
  void theManifestHasTheHashOfEveryOtherFile(String run) {
    SortedMap<String, byte[]> pack = PackWriter.write(RunFolder.of(run).dossier());
    SortedMap<String, String> expected = new TreeMap<>();
    pack.forEach((path, bytes) -> expected.put(path, Sha256.hex(bytes)));
    expected.remove("manifest.json");

    SortedMap<String, String> listed = new TreeMap<>();
    json(pack, "manifest.json")
        .path("files")
        .properties()
        .forEach(e -> listed.put(e.getKey(), e.getValue().path("sha256").asString()));

    assertThat(listed).isEqualTo(expected);
  }

  @Test
  void aReleasedDocumentKeepsTheHashOfItsDecision() {
    RunDossier dossier = RunFolder.of("tarnwell").dossier();
    String released =
        dossier.decisions().stream()
            .flatMap(d -> d.outputs().stream())
            .filter(o -> o.name().equals("strategy"))
            .map(o -> o.body().sha256())
            .findFirst()
            .orElseThrow();

    SortedMap<String, byte[]> pack = PackWriter.write(dossier);

    assertThat(Sha256.hex(bytes(pack, "strategy.json"))).isEqualTo(released);
  }

  @Test
  void anAssetChangedAfterApprovalIsRefusedWithBothHashes() {
    RunFolder folder = RunFolder.of("tarnwell");
    String approved = hashIn(folder.text("release_list"), "MUSE-007/email/1");
    folder.with(
        "assets", text -> text.replace("This email is an advertisement", "Half price today?"));
    String changed =
        StreamSupport.stream(CanonicalJson.read(folder.text("assets")).spliterator(), false)
            .filter(a -> a.path("id").asString().equals("MUSE-007/email/1"))
            .map(a -> CanonicalJson.MAPPER.treeToValue(a, Asset.class).hash())
            .findFirst()
            .orElseThrow();

    SortedMap<String, byte[]> pack = PackWriter.write(folder.dossier());

    assertThat(pack.keySet()).noneMatch(path -> path.startsWith("assets/muse-007"));
    assertThat(pack).doesNotContainKey("publish/email.json");
    assertThat(text(pack, "gaps.json")).contains("MUSE-007/email/1", approved, changed);
    assertThat(text(pack, "index.html")).contains("refused", approved, changed);
    pack.forEach(
        (path, bytes) ->
            assertThat(new String(bytes, UTF_8)).as(path).doesNotContain("Half price today?"));
  }

  @Test
  void nothingLeavesUnderAnApprovalOfAnotherList() {
    RunFolder folder =
        RunFolder.of("quillstack")
            .with("release_list", text -> text.replaceAll("\"version\":\\d+", "\"version\":99"));

    SortedMap<String, byte[]> pack = PackWriter.write(folder.dossier());

    assertThat(pack.keySet()).noneMatch(path -> path.startsWith("assets/"));
    assertThat(text(pack, "gaps.json")).contains("gate G4 approved another release list");
  }

  @Test
  void nothingLeavesWithoutAnApproval() {
    SortedMap<String, byte[]> pack =
        PackWriter.write(RunFolder.of("tarnwell").without("approval_g4").dossier());

    assertThat(pack.keySet()).noneMatch(path -> path.startsWith("assets/"));
    assertThat(text(pack, "index.html")).contains("not approved yet", "3 wait for gate G4");
  }

  @Test
  void anAlteredDocumentIsSetAside() {
    RunDossier dossier = RunFolder.of("tarnwell").dossier();
    Map<String, Document> documents = new TreeMap<>(dossier.documents());
    Document budget = Objects.requireNonNull(documents.get("budget"));
    documents.put(
        "budget",
        new Document(
            "budget",
            budget.mediaType(),
            budget.text().replace("52000", "92000"),
            budget.sha256(),
            budget.decisionHash()));

    SortedMap<String, byte[]> pack = PackWriter.write(with(dossier, documents));

    assertThat(pack).doesNotContainKey("budget.json");
    assertThat(text(pack, "gaps.json"))
        .contains("budget is not in the pack: it was released with the hash " + budget.sha256());
  }

  @Test
  void aMissingPartIsAGapByName() {
    SortedMap<String, byte[]> pack =
        PackWriter.write(
            RunFolder.of("tarnwell").without("strategy").without("measurement_plan").dossier());

    assertThat(text(pack, "gaps.json"))
        .contains("The strategy (strategy) is not there")
        .contains("The measurement plan (measurement_plan) is not there");
    assertThat(text(pack, "index.html")).contains("There is no strategy");
  }

  @Test
  void anEmptyRunStillHasAPackThatNamesItsGaps() {
    RunDossier dossier = RunFolder.of("tarnwell").dossier();
    RunDossier empty =
        new RunDossier(
            dossier.run(),
            dossier.workspace(),
            "refused",
            dossier.startedAt(),
            null,
            Map.of(),
            List.of(),
            List.of(),
            List.of());

    SortedMap<String, byte[]> pack = PackWriter.write(empty);

    assertThat(pack)
        .containsOnlyKeys(
            "costs.json", "decisions.json", "gaps.json", "index.html", "manifest.json");
    assertThat(text(pack, "gaps.json")).contains("The brief (brief) is not there");
  }

  @Test
  void tablesThatCameWithTheBriefAreNamedAndNotCopied() {
    SortedMap<String, byte[]> pack = PackWriter.write(RunFolder.of("tarnwell").dossier());

    assertThat(pack.keySet()).noneMatch(path -> path.contains("orders"));
    assertThat(json(pack, "manifest.json").path("notCopied").path("orders").asString())
        .contains(Sha256.hex("order_id\n1\n"));
  }

  @Test
  void aNameCannotLeadOutOfThePack() {
    RunDossier dossier = RunFolder.of("tarnwell").dossier();
    Map<String, Document> documents = new TreeMap<>(dossier.documents());
    for (String name : List.of("../../etc/passwd", "/root/x", "publish/../../y", "index.html")) {
      documents.put(name, new Document(name, "text/plain", name, Sha256.hex(name), "abc"));
    }

    SortedMap<String, byte[]> pack = PackWriter.write(with(dossier, documents));

    assertThat(pack.keySet())
        .allMatch(path -> path.matches("[A-Za-z0-9_-][A-Za-z0-9_./-]*") && !path.contains(".."));
    assertThat(text(pack, "index.html")).startsWith("<!doctype html>");
  }

  @Test
  void costsAddUpToTheLastDecimal() {
    SortedMap<String, byte[]> pack = PackWriter.write(RunFolder.of("tarnwell").dossier());

    assertThat(json(pack, "costs.json").path("totalUsd").asString()).isEqualTo("0.300001");
    assertThat(json(pack, "costs.json").path("modelCalls").asInt()).isEqualTo(3);
  }

  @Test
  void decisionsCarryTheirHashAndWhatTheyRestOn() {
    RunDossier dossier = RunFolder.of("tarnwell").dossier();
    List<String> hashes = new ArrayList<>();
    List<String> rests = new ArrayList<>();

    json(PackWriter.write(dossier), "decisions.json")
        .forEach(
            d -> {
              hashes.add(d.path("hash").asString());
              rests.add(d.path("restsOn").path(0).asString(""));
            });

    assertThat(hashes).isEqualTo(dossier.decisions().stream().map(CouncilDecision::hash).toList());
    assertThat(rests.subList(1, rests.size())).isEqualTo(hashes.subList(0, hashes.size() - 1));
  }

  @Test
  void variantsHaveLengthLimitAngleAndClaims() {
    SortedMap<String, byte[]> pack = PackWriter.write(RunFolder.of("tarnwell").dossier());

    JsonNode proof =
        StreamSupport.stream(
                json(pack, "assets/muse-001-headline-bank-1.json").path("variants").spliterator(),
                false)
            .filter(v -> v.path("field").asString().equals("headlines_30"))
            .filter(v -> v.path("angle").asString().equals("proof"))
            .findFirst()
            .orElseThrow();

    assertThat(proof.path("length").asInt())
        .isEqualTo(proof.path("text").asString().length())
        .isLessThanOrEqualTo(30);
    assertThat(proof.path("limit").asInt()).isEqualTo(30);
    assertThat(Papers.texts(proof.path("claims"))).containsExactly("P1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tarnwell", "quillstack"})
  void theSameDossierGivesTheSameBytes(String run) {
    SortedMap<String, byte[]> first = PackWriter.write(RunFolder.of(run).dossier());
    SortedMap<String, byte[]> second = PackWriter.write(RunFolder.of(run).dossier());

    assertThat(second).hasSameSizeAs(first);
    first.forEach((path, bytes) -> assertThat(second.get(path)).as(path).isEqualTo(bytes));
  }

  private static RunDossier with(RunDossier dossier, Map<String, Document> documents) {
    return new RunDossier(
        dossier.run(),
        dossier.workspace(),
        dossier.outcome(),
        dossier.startedAt(),
        dossier.closedAt(),
        documents,
        dossier.decisions(),
        dossier.answers(),
        dossier.ledger());
  }

  private static String hashIn(String releaseList, String asset) {
    return StreamSupport.stream(CanonicalJson.read(releaseList).spliterator(), false)
        .filter(e -> e.path("asset").asString().equals(asset))
        .map(e -> e.path("hash").asString())
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(SortedMap<String, byte[]> pack, String path) {
    return Objects.requireNonNull(pack.get(path), path);
  }

  private static String text(SortedMap<String, byte[]> pack, String path) {
    return new String(bytes(pack, path), UTF_8);
  }

  private static JsonNode json(SortedMap<String, byte[]> pack, String path) {
    return CanonicalJson.read(text(pack, path));
  }
}
