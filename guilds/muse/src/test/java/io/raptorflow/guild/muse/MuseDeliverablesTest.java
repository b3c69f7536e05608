package io.raptorflow.guild.muse;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Asset;
import io.raptorflow.guild.muse.output.BrandVoice;
import io.raptorflow.guild.muse.output.EmailCopy;
import io.raptorflow.guild.muse.output.HeadlineBank;
import io.raptorflow.guild.muse.output.SearchAd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class MuseDeliverablesTest {
  private final TaskInputs inputs = Briefs.task("tarnwell", 4);

  @Test
  void findsEveryPlantedMistakeInASearchAd() {
    assertThat(ad(ad -> headline(ad, 0, "The Slimmest Rain Tank In All Of Britain")))
        .anyMatch(p -> p.contains("at most 30"))
        .anyMatch(p -> p.contains("superlative"));
    assertThat(ad(ad -> headline(ad, 1, ad.path("headlines").path(2).path("text").asString())))
        .anyMatch(p -> p.contains("comes twice"));
    assertThat(ad(ad -> headline(ad, 3, "Save 45% on water")))
        .anyMatch(p -> p.contains("'45' is a number"));
    assertThat(ad(ad -> headline(ad, 3, "4.6/5 from 812 verified buyers")))
        .anyMatch(p -> p.contains("expires"));
    assertThat(ad(ad -> claims(ad, 0, "P2"))).anyMatch(p -> p.contains("claim 'P2'"));
    assertThat(ad(ad -> ad.put("path1", ""))).anyMatch(p -> p.contains("path2 stands only"));
    assertThat(ad(ad -> ad.put("finalUrl", "https://elsewhere.example")))
        .anyMatch(p -> p.contains("must be a page of"));
    assertThat(ad(ad -> ((ArrayNode) ad.path("headlines")).remove(0)))
        .anyMatch(p -> p.contains("15 are needed"));
    assertThat(ad(ad -> {})).isEmpty();
  }

  @Test
  void findsEveryPlantedMistakeInAnEmail() {
    assertThat(mail(mail -> mail.put("subject", "Re: your order")))
        .anyMatch(p -> p.contains("reply"));
    assertThat(mail(mail -> mail.put("html", "<p>Other words</p>")))
        .anyMatch(p -> p.contains("of the words of text"));
    assertThat(mail(mail -> ((ArrayNode) mail.path("sections")).remove(1)))
        .anyMatch(p -> p.contains("PAS needs the sections"));
    assertThat(mail(mail -> mail.putArray("headers"))).anyMatch(p -> p.contains("RFC 8058"));
    assertThat(mail(mail -> mail.putArray("claimIds")))
        .anyMatch(p -> p.contains("makes claim 'P1' without naming it"));
    assertThat(mail(mail -> ((ObjectNode) mail.path("footer")).put("postalAddress", "nowhere")))
        .anyMatch(p -> p.contains("legal footer"));
    assertThat(mail(mail -> {})).isEmpty();
  }

  @Test
  void findsABankThatIsShortWithoutSayingSo() {
    ObjectNode bank = (ObjectNode) new HeadlineBankComposer().compose(inputs);
    ((ArrayNode) bank.path("banks").path(2).path("headlines")).remove(0);
    ((ObjectNode) bank.path("banks").path(0).path("headlines").path(0)).put("text", "Rain tank!");

    var problems = CanonicalJson.MAPPER.treeToValue(bank, HeadlineBank.class).problems(inputs);

    assertThat(problems)
        .anyMatch(p -> p.contains("banks/70 has 14"))
        .anyMatch(p -> p.contains("exclamation"));
  }

  @Test
  void findsATaglineThatIsTooLong() {
    ObjectNode voice = (ObjectNode) new BrandVoiceComposer().compose(inputs);
    ((ObjectNode) voice.path("taglines").path(0))
        .put("text", "Rain tanks for people who like their rain in tanks");

    var problems = CanonicalJson.MAPPER.treeToValue(voice, BrandVoice.class).problems(inputs);

    assertThat(problems).anyMatch(p -> p.contains("has 10 words, at most 7"));
  }

  @Test
  void laysAssetsOutAsTheirPlatformsNameTheFields() throws IOException {
    AgentFile agent = agent("MUSE-002-search-ad-copywriter.md");
    var ad =
        CanonicalJson.MAPPER.treeToValue(new SearchAdComposer().compose(inputs), SearchAd.class);
    var mail =
        CanonicalJson.MAPPER.treeToValue(new EmailComposer().compose(inputs), EmailCopy.class);

    Asset rsa = ad.assets(agent, inputs, "composed without a language model").getFirst();
    Asset email = mail.assets(agent, inputs, "composed without a language model").getFirst();

    assertThat(rsa.type()).isEqualTo("google_rsa");
    assertThat(rsa.fields())
        .containsKeys("headlines", "descriptions", "path1", "path2", "final_url");
    assertThat(field(rsa, "headlines").values()).allMatch(JsonNode::isString).hasSize(15);
    assertThat(rsa.claims()).containsExactly("P1");
    assertThat(rsa.locale()).isEqualTo("en-GB");
    assertThat(email.fields())
        .containsKeys("from_name", "subject", "preheader", "text", "html", "headers", "footer");
    assertThat(field(email, "headers").path("List-Unsubscribe-Post").asString())
        .isEqualTo("List-Unsubscribe=One-Click");
    assertThat(rsa.hash()).isNotEqualTo(email.hash());
  }

  @Test
  void usesAPromiseOfTheStrategyOnlyWhereItNamesTheBrandAndKeepsTheRules() {
    String own = "Tarnwell 300 puts a roof's worth of rain to work";
    JsonNode bank = withPromise(own);
    JsonNode refused = withPromise("Tarnwell 300 is the best tank in Britain");
    JsonNode anyones = withPromise("Quality you can trust");
    JsonNode broken = withPromise("Tarnwell 300 brings fits a standard 68 mm downpipe");

    assertThat(bank.toString()).contains(own);
    assertThat(broken.toString()).doesNotContain("brings fits");
    assertThat(refused.toString()).doesNotContain("best tank");
    assertThat(anyones.toString()).doesNotContain("Quality you can trust");
  }

  private JsonNode withPromise(String promise) {
    JsonNode strategy = CanonicalJson.MAPPER.createObjectNode().put("promise", promise);
    return new HeadlineBankComposer()
        .compose(
            new TaskInputs(
                inputs.brief(),
                Map.of("strategy", strategy),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                inputs.asOf(),
                4));
  }

  private List<String> ad(Consumer<ObjectNode> mistake) {
    ObjectNode ad = (ObjectNode) new SearchAdComposer().compose(inputs);
    mistake.accept(ad);
    return CanonicalJson.MAPPER.treeToValue(ad, SearchAd.class).problems(inputs);
  }

  private List<String> mail(Consumer<ObjectNode> mistake) {
    ObjectNode mail = (ObjectNode) new EmailComposer().compose(inputs);
    mistake.accept(mail);
    return CanonicalJson.MAPPER.treeToValue(mail, EmailCopy.class).problems(inputs);
  }

  private static void headline(ObjectNode ad, int index, String text) {
    ((ObjectNode) ad.path("headlines").path(index)).put("text", text);
  }

  private static void claims(ObjectNode ad, int index, String claim) {
    ((ObjectNode) ad.path("headlines").path(index)).putArray("claimIds").add(claim);
  }

  private static JsonNode field(Asset asset, String name) {
    return Objects.requireNonNull(asset.fields().get(name), name);
  }

  private static AgentFile agent(String file) throws IOException {
    Path agents = Path.of("src/main/resources/agents");
    Map<String, String> passages =
        Map.of(
            "brief-is-data", Files.readString(agents.resolve("_shared/brief-is-data.md")),
            "claims-need-proof", Files.readString(agents.resolve("_shared/claims-need-proof.md")),
            "house-style", Files.readString(agents.resolve("_shared/house-style.md")));
    return AgentFile.parse(file, Files.readString(agents.resolve(file)), passages);
  }
}
