package io.raptorflow.ingress.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.CanonicalJson;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");
  private static final Pattern REFERENCE =
      Pattern.compile("(?:href=\"#|aria-labelledby=\")([^\"]*)\"");
  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([a-z]+:[^\"]*)\"");

  @ParameterizedTest
  @ValueSource(strings = {"tarnwell", "quillstack"})
  void thePageLoadsAndExecutesNothing(String run) {
    String page = page(RunFolder.of(run));

    assertThat(page).doesNotContain("<script", "<link", "<img", "javascript:", "@import", "url(");
    assertThat(page).contains("default-src 'none'", "sandbox=\"\"");
    assertThat(LOADED.matcher(withoutSrcdoc(page)).find()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tarnwell", "quillstack"})
  void everyReferenceOfThePageHasItsPlace(String run) {
    String page = withoutSrcdoc(page(RunFolder.of(run)));
    Set<String> ids = new HashSet<>();
    Matcher id = ID.matcher(page);
    while (id.find()) {
      assertThat(ids.add(id.group(1))).as("id %s stands once", id.group(1)).isTrue();
    }

    Matcher reference = REFERENCE.matcher(page);

    assertThat(reference.results().map(r -> r.group(1)).toList()).isNotEmpty().isSubsetOf(ids);
  }

  @Test
  void theFirstScreenHasWhatALeadAsksFirst() {
    RunFolder folder = RunFolder.of("tarnwell");
    String promise = CanonicalJson.read(folder.text("strategy")).path("promise").asString();

    String opening = opening(page(folder));

    assertThat(opening)
        .contains("Tarnwell 300", promise)
        .contains("900 purchases", "1 Mar 2027 to 31 May 2027", "£52,000", "£5,200")
        .contains("3 assets", "Ida Test", "G1 20 Nov 2026, G4 20 Nov 2026")
        .contains("Composed offline, without a language model")
        .contains("invented company");
  }

  @Test
  void markupInTheBriefStaysText() {
    String attack = "<script>alert(1)</script><img src=x onerror=alert(2)>'\\\"";
    RunFolder folder =
        RunFolder.of("tarnwell")
            .with("brief", text -> text.replace("Tarnwell Rainworks", attack))
            .with("war_brief", text -> text.replace("Tarnwell Rainworks", attack))
            .with("strategy", text -> text.replace("hosepipe bans", attack))
            .with("not_checked", text -> text.replace("G1-16", attack))
            .with("campaign_calendar", text -> text.replace("meta", attack))
            .with("budget_split", text -> text.replace("\"meta\"", "\"" + attack + "\""));

    String page = page(folder);

    assertThat(page).doesNotContain("<script", "<img", "onerror=alert(2)>'\"");
    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    assertThat(balanced(page)).isTrue();
  }

  @Test
  void colourOfTheBrandCannotLeaveItsAttribute() {
    String page =
        page(
            RunFolder.of("tarnwell")
                .with("brief", t -> t.replace("#0B5563", "red;background:url(//x.example)")));

    assertThat(opening(page)).doesNotContain("x.example", "class=\"colours\"");
  }

  @Test
  void anUnknownDocumentDoesNotBreakThePage() {
    String page =
        page(
            RunFolder.of("quillstack")
                .with("strategy", t -> "[1,2]")
                .with("war_brief", t -> "\"text\"")
                .with("budget_split", t -> "{\"result\":7}")
                .with("measurement_plan", t -> "{}")
                .with("campaign_calendar", t -> "{\"entries\":[{\"date\":\"soon\"}]}"));

    assertThat(page).contains("There is no calendar", "Money for each result");
  }

  @Test
  void aTemplateNeedsAValueForEachPlace() {
    assertThat(Html.of("<b>{}</b>", "a & b").markup()).isEqualTo("<b>a &amp; b</b>");
    assertThatThrownBy(() -> Html.of("<b>{}</b>{}", "one")).hasMessageContaining("fewer values");
    assertThatThrownBy(() -> Html.of("<b></b>", "one")).hasMessageContaining("more values");
    assertThat(Html.of("{}", List.of(Html.text("<"), ">")).markup()).isEqualTo("&lt;\n&gt;");
  }

  private static String page(RunFolder folder) {
    return new String(
        Objects.requireNonNull(PackWriter.write(folder.dossier()).get("index.html")), UTF_8);
  }

  private static String opening(String page) {
    return page.substring(page.indexOf("<header"), page.indexOf("</header>"));
  }

  private static String withoutSrcdoc(String page) {
    return page.replaceAll("srcdoc=\"[^\"]*\"", "srcdoc");
  }

  /// Whether every element of these kinds that opens also closes.
  private static boolean balanced(String page) {
    return List.of("section", "table", "details", "ul", "li", "p", "div", "span", "td").stream()
        .allMatch(
            tag ->
                Pattern.compile("<" + tag + "[ >]").matcher(page).results().count()
                    == Pattern.compile("</" + tag + ">").matcher(page).results().count());
  }
}
