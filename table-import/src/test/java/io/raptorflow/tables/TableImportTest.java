package io.raptorflow.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.tables.Imported.Refused;
import io.raptorflow.tables.Imported.Understood;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files as people download them: one of each tool, then the same in other languages and encodings.
/// The brand in them is fictitious.
class TableImportTest {
  private static final TableImport IMPORT = new TableImport("tarnwell", "");

  private static Understood read(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(TableImportTest.class.getResourceAsStream("/exports/" + file))) {
      return understood(file, in.readAllBytes());
    }
  }

  private static Understood understood(String file, byte[] bytes) {
    Imported imported = IMPORT.read(file, bytes);
    assertThat(imported).isInstanceOf(Understood.class);
    return (Understood) imported;
  }

  private static Understood text(String file, String text) {
    return understood(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> column(Understood table, String name) {
    int at = table.columns().indexOf(name);
    return table.rows().stream().map(row -> row.get(at)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "google_ads_campaign.csv, kpi_daily, 3, 3, UTF-8",
    "meta_ads.csv, kpi_daily, 1, 2, UTF-8",
    "linkedin_ads.csv, kpi_daily, 4, 2, UTF-8",
    "tiktok_ads.csv, kpi_daily, 1, 1, UTF-8",
    "gsc_Queries.csv, search_queries, 1, 2, UTF-8",
    "gsc_Filters.csv, search_filters, 1, 3, UTF-8",
    "ga4_traffic.csv, channel_sessions, 7, 2, UTF-8",
    "semrush_keywords.csv, keywords, 1, 2, UTF-8 with a byte order mark",
    "ahrefs_keywords_utf16.tsv, keywords, 1, 1, UTF-16 little-endian",
    "keyword_planner_utf16.csv, keywords, 3, 1, UTF-16 little-endian",
    "google_trends.csv, trends, 3, 4, UTF-8"
  })
  void readsEachExportAsItIsDownloaded(
      String file, String table, int header, int rows, String encoding) throws IOException {
    Understood understood = read(file);

    assertThat(understood.table()).isEqualTo(table);
    assertThat(understood.headerLine()).isEqualTo(header);
    assertThat(understood.rows()).hasSize(rows);
    assertThat(understood.encoding()).startsWith(encoding);
    assertThat(understood.unread()).isEmpty();
  }

  @Test
  void readsGoogleAdsWithoutItsTitlesAndTotals() throws IOException {
    Understood table = read("google_ads_campaign.csv");

    assertThat(table.rows().getFirst())
        .containsExactly(
            "2026-09-01",
            "tarnwell",
            "google_search",
            "Search | Non-brand",
            "Search | Non-brand",
            "12412",
            "745",
            "1050.45",
            "31.00",
            "2852.00",
            "EUR");
    assertThat(column(table, "channel"))
        .containsExactly("google_search", "google_search", "display");
    assertThat(table.notes())
        .anyMatch(note -> note.contains("lines [7] are totals"))
        .anyMatch(note -> note.contains("own totals agree for Impr., Clicks, Cost"))
        .anyMatch(note -> note.contains("no agent reads") && note.contains("Campaign status"));
  }

  @Test
  void keepsACampaignThatIsCalledTotalWine() {
    Understood table =
        text(
            "ads.csv",
            "Campaign report\nAll time\nDay,Campaign,Campaign type,Currency code,Impr.,Clicks,Cost\n"
                + "2026-09-01,Total Wine,Search,EUR,100,10,5.50\n"
                + "Total: Account,--,--,EUR,100,10,5.50\n");

    assertThat(column(table, "campaign_name")).containsExactly("Total Wine");
  }

  @Test
  void warnsWhenTheTotalsOfTheFileAreNotThoseOfItsRows() {
    Understood table =
        text(
            "ads.csv",
            "Day,Campaign,Campaign type,Currency code,Impr.,Clicks,Cost\n"
                + "2026-09-01,A,Search,EUR,100,10,5.50\n"
                + "Total: Account,--,--,EUR,300,10,5.50\n");

    assertThat(table.notes())
        .anyMatch(note -> note.equals("WARNING: 'Impr.' adds up to 100, the file states [300]"));
  }

  @Test
  void readsGermanHeadersAndNumbers() {
    Understood table =
        text(
            "kampagnen.csv",
            "Kampagnenbericht\n1. September 2026 - 2. September 2026\n"
                + "Tag;Kampagne;Kampagnentyp;Währungscode;Impr.;Klicks;Kosten;Conversions;Conv.-Wert\n"
                + "01.09.2026;Suche;Suche;EUR;12.412;745;1.050,45;31,00;2.852,00\n"
                + "02.09.2026;Suche;Suche;EUR;11.980;701;967,38;27,50;2.530,00\n"
                + "Gesamt: Konto;--;--;EUR;24.392;1.446;2.017,83;58,50;5.382,00\n");

    assertThat(column(table, "cost")).containsExactly("1050.45", "967.38");
    assertThat(column(table, "impressions")).containsExactly("12412", "11980");
    assertThat(column(table, "date")).containsExactly("2026-09-01", "2026-09-02");
    assertThat(column(table, "channel")).containsOnly("google_search");
    assertThat(table.notes()).anyMatch(note -> note.startsWith("the file's own totals agree"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Jour;Campagne;Type de campagne;Code de devise;Impressions;Clics;Coût | fr",
        "Día;Campaña;Tipo de campaña;Código de moneda;Impresiones;Clics;Coste | es",
        "Dia;Campanha;Tipo de campanha;Código da moeda;Impressões;Cliques;Custo | pt",
        "Giorno;Campagna;Tipo di campagna;Codice valuta;Impressioni;Clic;Costo | it"
      })
  void readsHeadersOfOtherLanguages(String header, String language) {
    Understood table =
        text(language + ".csv", header.strip() + "\n2026-09-01;A;Display;EUR;1.000;10;5,50\n");

    assertThat(column(table, "cost")).containsExactly("5.50");
    assertThat(column(table, "impressions")).containsExactly("1000");
  }

  @Test
  void readsTheSameFileInEveryEncoding() throws IOException {
    String text =
        "Day\tCampaign\tCampaign type\tCurrency code\tImpr.\tClicks\tCost\n"
            + "2026-09-01\tFrühling\tSearch\tEUR\t100\t10\t5.50\n";
    List<String> expected = text("plain.csv", text).rows().getFirst();

    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "windows-1252")) {
      Understood table = understood("x.csv", text.getBytes(Charset.forName(charset)));

      assertThat(table.rows().getFirst()).as(charset).isEqualTo(expected);
    }
    assertThat(text("bom.csv", "\ufeff" + text).rows().getFirst()).isEqualTo(expected);
  }

  @Test
  void readsMetaWithItsCurrencyInTheHeaderAndZerosLeftOut() throws IOException {
    Understood table = read("meta_ads.csv");

    assertThat(column(table, "currency")).containsOnly("EUR");
    assertThat(column(table, "cost")).containsExactly("231.40", "1198.10");
    assertThat(column(table, "conversions")).containsExactly("12", "0");
    assertThat(table.notes())
        .anyMatch(note -> note.contains("1 empty cells of 'Purchases' are read as 0"));
  }

  @Test
  void reportsAMetaRowOfSeveralDays() {
    Understood table =
        text(
            "meta.csv",
            "Reporting starts,Reporting ends,Campaign name,Impressions,Amount spent (GBP)\n"
                + "2026-09-01,2026-09-30,A,100,5.50\n2026-09-01,2026-09-01,A,100,5.50\n");

    assertThat(table.rows()).hasSize(1);
    assertThat(table.unread())
        .singleElement()
        .asString()
        .contains("line 2")
        .contains("2026-09-30")
        .contains("break the report down by day");
  }

  @Test
  void addsAdsOfOneCampaignAndDayUpAndSaysSo() {
    Understood table =
        text(
            "meta.csv",
            "Reporting starts,Reporting ends,Campaign name,Ad name,Impressions,Amount spent (GBP)\n"
                + "2026-09-01,2026-09-01,A,one,100,5.50\n2026-09-01,2026-09-01,A,two,50,2.25\n");

    assertThat(column(table, "cost")).containsExactly("7.75");
    assertThat(column(table, "impressions")).containsExactly("150");
    assertThat(table.notes()).anyMatch(note -> note.startsWith("1 rows of the same campaign"));
  }

  @Test
  void keepsWhatTrendsSaysOfValuesBelowOne() throws IOException {
    Understood table = read("google_trends.csv");

    assertThat(column(table, "term"))
        .containsExactly(
            "rainwater harvesting", "water butt", "rainwater harvesting", "water butt");
    assertThat(column(table, "below_one")).containsExactly("0", "0", "1", "0");
    assertThat(column(table, "region")).containsOnly("United Kingdom");
  }

  @Test
  void readsPlannerVolumesAsRanges() throws IOException {
    Understood table = read("keyword_planner_utf16.csv");

    assertThat(column(table, "volume_low")).containsExactly("100");
    assertThat(column(table, "volume_high")).containsExactly("1000");
  }

  @Test
  void readsLinkedInsAmericanDates() throws IOException {
    assertThat(column(read("linkedin_ads.csv"), "date"))
        .containsExactly("2026-09-01", "2026-09-02");
  }

  @Test
  void saysThatGa4HoldsAnotherTable() {
    Understood table =
        text(
            "ga4.csv",
            "# ---\n# Traffic\n# 20260901-20260930\n\n"
                + "Session default channel group,Sessions,Total revenue\nDirect,10,5.5\n\n"
                + "# ---\n# Day\nDay,Sessions\n1,5\n");

    assertThat(table.rows()).hasSize(1);
    assertThat(table.notes()).anyMatch(note -> note.startsWith("line 8 begins another table"));
  }

  @Test
  void givesTheSameTableForTheSameBytes() throws IOException {
    assertThat(read("meta_ads.csv")).isEqualTo(read("meta_ads.csv"));
    assertThat(read("meta_ads.csv").csv()).endsWith("EUR\n").contains("tarnwell,meta");
  }

  @Test
  void refusesAReportWithoutDays() {
    Imported imported =
        IMPORT.read(
            "ads.csv",
            "Campaign,Campaign type,Currency code,Impr.,Clicks,Cost\nA,Search,EUR,1,1,1.50\n"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(((Refused) imported).reasons().getFirst())
        .contains("lacks date")
        .contains("segment the report by day");
  }
}
