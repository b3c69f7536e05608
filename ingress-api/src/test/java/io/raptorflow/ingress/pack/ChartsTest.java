package io.raptorflow.ingress.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Sha256;
import io.raptorflow.ingress.pack.RunDossier.Document;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartsTest {
  private static final String BRIEF = "{\"budget\":{\"currency\":\"GBP\"}}";

  private static Charts charts(String... namesAndTexts) {
    Map<String, Document> documents = new TreeMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      String text = namesAndTexts[i + 1];
      documents.put(
          namesAndTexts[i],
          new Document(namesAndTexts[i], "application/json", text, Sha256.hex(text), "d"));
    }
    return Charts.of(new Papers(documents));
  }

  private static Element svg(Charts charts, String name) throws Exception {
    Plot plot = Objects.requireNonNull(charts.all().get(name), name);
    byte[] bytes = plot.asFile().getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes))
        .getDocumentElement();
  }

  private static String forecast(String name) {
    StringBuilder recent = new StringBuilder();
    StringBuilder points = new StringBuilder();
    for (int d = 0; d < 60; d++) {
      LocalDate day = LocalDate.of(2026, 7, 1).plusDays(d);
      recent
          .append(d == 0 ? "" : ",")
          .append("{\"date\":\"%s\",\"value\":%d}".formatted(day, 50 + d % 7));
    }
    for (int d = 0; d < 28; d++) {
      points
          .append(d == 0 ? "" : ",")
          .append(
              "{\"date\":\"%s\",\"mean\":55,\"low80\":45,\"high80\":65,\"low95\":40,\"high95\":70}"
                  .formatted(LocalDate.of(2026, 8, 30).plusDays(d)));
    }
    return "{\"result\":{\"series\":[{\"name\":\"%s\",\"recent\":[%s],\"points\":[%s]}]}}"
        .formatted(name, recent, points);
  }

  @Test
  void drawsAForecastWithBothBandsFromZeroUp() throws Exception {
    Charts charts = charts("brief", BRIEF, "forecasts", forecast("meta.conversions"));

    Element svg = svg(charts, "forecast-meta-conversions");

    assertThat(classes(svg, "path")).contains("wide", "narrow", "line past", "line one");
    assertThat(texts(svg)).contains("Meta, conversions", "0", "forecast");
  }

  @Test
  void keepsEveryLabelInsideTheDrawing() throws Exception {
    Charts charts =
        charts(
            "brief",
            BRIEF,
            "forecasts",
            forecast("google_search.conversions"),
            "kpi_anomalies",
            anomaly(),
            "attribution_report",
            ATTRIBUTION,
            "cohort_table",
            COHORTS,
            "funnel_report",
            FUNNEL,
            "budget_split",
            BUDGET);

    assertThat(charts.all()).hasSize(6);
    for (String name : charts.all().keySet()) {
      Element svg = svg(charts, name);
      double width = Double.parseDouble(svg.getAttribute("width"));
      double height = Double.parseDouble(svg.getAttribute("height"));
      NodeList labels = svg.getElementsByTagName("text");
      for (int i = 0; i < labels.getLength(); i++) {
        Element label = (Element) labels.item(i);
        double at = Double.parseDouble(label.getAttribute("x"));
        // Seven pixels a letter is more than the widest of these fonts needs on average.
        double length = 7.0 * label.getTextContent().length();
        boolean end = label.getAttribute("class").contains("end");
        boolean middle = label.getAttribute("class").contains("middle");
        double from = end ? at - length : middle ? at - length / 2 : at;

        assertThat(from).as(name + ": " + label.getTextContent()).isGreaterThan(-2);
        assertThat(from + length).as(name + ": " + label.getTextContent()).isLessThan(width + 2);
        assertThat(Double.parseDouble(label.getAttribute("y"))).isBetween(0.0, height);
      }
    }
  }

  @Test
  void carriesBothColourSchemesInAFileOfItsOwn() {
    String file =
        charts("brief", BRIEF, "funnel_report", FUNNEL).all().values().iterator().next().asFile();

    assertThat(file)
        .contains("prefers-color-scheme:dark", "xmlns=\"http://www.w3.org/2000/svg\"", "<desc>")
        .doesNotContain("href", "url(", "<script");
  }

  @Test
  void escapesWhatStandsInTheData() throws Exception {
    Charts charts = charts("funnel_report", FUNNEL.replace("visit", "<script>alert(1)</script>"));

    assertThat(texts(svg(charts, "funnel"))).contains("<script>alert(1)</script>");
  }

  @Test
  void doesNotCopyAnswersThatListPeople() {
    RunDossier dossier = RunFolder.of("tarnwell").dossier();
    Map<String, Document> documents = new TreeMap<>(dossier.documents());
    String scores = "{\"result\":{\"customers\":[{\"id\":\"C001\"}]}}";
    documents.put(
        "rfm_segments",
        new Document("rfm_segments", "application/json", scores, Sha256.hex(scores), "d"));

    SortedMap<String, byte[]> pack =
        PackWriter.write(
            new RunDossier(
                dossier.run(),
                dossier.workspace(),
                dossier.outcome(),
                dossier.startedAt(),
                dossier.closedAt(),
                documents,
                dossier.decisions(),
                dossier.answers(),
                dossier.ledger()));

    assertThat(pack.keySet()).noneMatch(path -> path.contains("rfm_segments"));
    assertThat(
            new String(Objects.requireNonNull(pack.get("manifest.json")), StandardCharsets.UTF_8))
        .contains("holds lines on single people");
  }

  private static String texts(Element svg) {
    return svg.getTextContent();
  }

  private static List<String> classes(Element svg, String tag) {
    List<String> classes = new ArrayList<>();
    NodeList found = svg.getElementsByTagName(tag);
    for (int i = 0; i < found.getLength(); i++) {
      classes.add(((Element) found.item(i)).getAttribute("class"));
    }
    return classes;
  }

  private static String anomaly() {
    StringBuilder values = new StringBuilder();
    for (int d = 0; d < 150; d++) {
      values.append(d == 0 ? "" : ",").append(d == 140 ? 5 : 20);
    }
    return """
        {"result":{"anomalies":[{"series":"meta.cpc","date":"2026-07-20","actual":5,"expected":20}],
         "shifts":[],"traces":[{"series":"meta.cpc","from":"2026-03-02","values":[%s]}]}}
        """
        .formatted(values);
  }

  private static final String FUNNEL =
      """
      {"result":{"biggestLeak":"visit","steps":[{"step":"visit","users":100000,"rate":null},
       {"step":"basket","users":20000,"rate":0.2,"low":0.19,"high":0.21},
       {"step":"order","users":300,"rate":0.015,"low":0.013,"high":0.017}]}}
      """;
  private static final String ATTRIBUTION =
      """
      {"result":{"channels":[
       {"channel":"email","low":180,"high":230,"credit":{"markov":200,"first":150,"last":350,"linear":270}},
       {"channel":"google_search","low":90,"high":130,"credit":{"markov":110,"first":190,"last":60,"linear":90}}]}}
      """;
  private static final String COHORTS =
      """
      {"result":{"cohorts":[{"month":"2025-11","size":11,"retention":[1,0.2,0.1,0.2]},
       {"month":"2025-12","size":20,"retention":[1,0.3,0.1]},{"month":"2026-01","size":20,"retention":[1,0.3]}]}}
      """;
  private static final String BUDGET =
      """
      {"result":{"currency":"GBP","days":92,"channels":[
       {"channel":"google_search","amount":29000,"curve":{"beta":120,"half":2500,"spendMin":500,"spendMax":1500}},
       {"channel":"meta","amount":9000,"curve":{"beta":25,"half":600,"spendMin":300,"spendMax":1200}},
       {"channel":"pmax","amount":9000,"curve":{"beta":24,"half":600,"spendMin":300,"spendMax":1200}}]}}
      """;
}
