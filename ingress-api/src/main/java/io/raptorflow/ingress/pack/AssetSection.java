package io.raptorflow.ingress.pack;

import io.raptorflow.campaign.Asset;
import io.raptorflow.ingress.pack.Shelf.State;
import io.raptorflow.ingress.pack.Variants.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The assets as people will meet them. Text of an asset that may not leave is not shown.
final class AssetSection {
  private static final Set<String> SHOWN_IN_PREVIEW =
      Set.of(
          "html",
          "text",
          "subject",
          "preheader",
          "from_name",
          "headers",
          "cta",
          "footer",
          "path1",
          "path2",
          "sitelinks");

  /// Lists that come after all others, in this order.
  private static final List<String> ORDER = List.of("headlines", "descriptions", "callouts");

  private static final Html OPEN = Html.of(" open");
  private static final Html SHUT = Html.NOTHING;

  private final Story story;

  AssetSection(Story story) {
    this.story = story;
  }

  /// What people call a type of asset.
  static String kind(String type) {
    return switch (type) {
      case "google_rsa" -> "search ad";
      case "headline_bank" -> "headline bank";
      case "email" -> "e-mail";
      default -> type.replace('_', ' ');
    };
  }

  Html write() {
    List<Html> shown = new ArrayList<>();
    for (Shelf.Piece piece : story.shelf().pieces()) {
      shown.add(piece.state() == State.RELEASED ? released(piece) : stopped(piece));
    }
    return shown.isEmpty() ? Page.absent("No asset was made") : Html.join(shown);
  }

  private static Html stopped(Shelf.Piece piece) {
    return Html.of(
        """
        <article class="asset stopped"><header><h3>{}</h3><span class="pill bad">{}</span></header>
        <p>{}. Its text is not in this pack.</p></article>
        """,
        Say.words(kind(piece.asset().type())),
        switch (piece.state()) {
          case HELD_BACK -> "held back";
          case WAITING -> "not approved yet";
          case REFUSED, RELEASED -> "refused";
        },
        piece.asset().id() + ": " + piece.reason());
  }

  private Html released(Shelf.Piece piece) {
    Asset asset = piece.asset();
    return Html.of(
        """
        <article class="asset"><header><h3>{}</h3><span class="pill good">released</span></header>
        <p class="quiet">{} for {}, {}, {}{}. {}. <a href="{}.json">{}.json</a> {}</p>
        {}
        </article>
        """,
        Say.words(kind(asset.type())),
        asset.id(),
        Say.channel(asset.channel()),
        asset.locale(),
        asset.stage(),
        asset.claims().isEmpty() ? "" : ", rests on " + String.join(", ", asset.claims()),
        Page.sentence(asset.label()).replaceAll("\\.$", ""),
        piece.file(),
        piece.file(),
        Say.hash(piece.hash()),
        switch (asset.type()) {
          case "google_rsa" -> searchAd(piece);
          case "email" -> email(piece);
          default -> others(piece);
        });
  }

  private static JsonNode field(Asset asset, String name) {
    JsonNode value = asset.fields().get(name);
    return value == null ? MissingNode.getInstance() : value;
  }

  private Html searchAd(Shelf.Piece piece) {
    Asset asset = piece.asset();
    List<String> headlines = Papers.texts(field(asset, "headlines"));
    List<String> descriptions = Papers.texts(field(asset, "descriptions"));
    String host =
        field(asset, "final_url").asString("").replaceFirst("^https?://", "").replaceAll("/.*", "");
    StringBuilder path = new StringBuilder(host);
    for (String name : List.of("path1", "path2")) {
      String part = field(asset, name).asString("");
      path.append(part.isEmpty() ? "" : " › " + part);
    }
    List<Html> links = new ArrayList<>();
    for (JsonNode link : field(asset, "sitelinks")) {
      links.add(
          Html.of(
              "<li><b>{}</b><span>{}</span><span>{}</span></li>",
              link.path("text").asString(""),
              link.path("line1").asString(""),
              link.path("line2").asString("")));
    }
    return Html.of(
        """
        <div class="previews">{}{}</div>
        <p class="quiet">Two of the combinations that the platform may show: it picks up to three \
        headlines and two descriptions.</p>
        {}
        """,
        result(path.toString(), headlines, descriptions, 0, links, field(asset, "callouts")),
        headlines.size() > 5
            ? result(
                path.toString(), headlines, descriptions, 3, List.of(), MissingNode.getInstance())
            : Html.NOTHING,
        others(piece));
  }

  private static Html result(
      String path,
      List<String> headlines,
      List<String> descriptions,
      int from,
      List<Html> links,
      JsonNode callouts) {
    List<String> calls = Papers.texts(callouts);
    return Html.of(
        """
        <div class="serp"><p class="serp-mark"><b>Sponsored</b> {}</p>
        <p class="serp-title">{}</p><p>{}</p>{}{}</div>
        """,
        path,
        String.join(" | ", headlines.stream().skip(from).limit(3).toList()),
        String.join(" ", descriptions.stream().skip(from == 0 ? 0 : 2).limit(2).toList()),
        Html.unlessEmpty(calls, "<p class=\"quiet\">{}</p>", String.join(" · ", calls)),
        Html.unlessEmpty(links, "<ul class=\"sitelinks\">{}</ul>", links));
  }

  private Html email(Shelf.Piece piece) {
    Asset asset = piece.asset();
    return Html.of(
        """
        <div class="mail">
        <dl><div><dt>From</dt><dd>{}</dd></div><div><dt>Subject</dt><dd><b>{}</b></dd></div>\
        <div><dt>Preheader</dt><dd>{}</dd></div></dl>
        <iframe title="E-mail preview: {}" sandbox="" loading="lazy" srcdoc="{}"></iframe>
        </div>
        <p>{}</p>
        <details><summary>Plain-text part</summary><pre>{}</pre></details>
        {}
        """,
        field(asset, "headers").path("From").asString(field(asset, "from_name").asString("")),
        field(asset, "subject").asString(""),
        field(asset, "preheader").asString(""),
        field(asset, "subject").asString(""),
        field(asset, "html").asString(""),
        Html.of(
            "Open <a href=\"{}.html\">the HTML part</a> or <a href=\"{}.txt\">the text part</a>.",
            piece.file(),
            piece.file()),
        field(asset, "text").asString(""),
        others(piece));
  }

  /// Lists of texts as tables with lengths, and every field that no preview has shown.
  private Html others(Shelf.Piece piece) {
    Map<String, List<Variant>> lists = new LinkedHashMap<>();
    List<Variant> all = new ArrayList<>(story.variants().of(piece));
    all.sort(
        Comparator.comparing((Variant v) -> ORDER.indexOf(v.field()))
            .thenComparing(Variant::limit));
    for (Variant variant : all) {
      lists.computeIfAbsent(variant.field(), _ -> new ArrayList<>()).add(variant);
    }
    List<Html> parts = new ArrayList<>();
    lists.forEach(
        (field, variants) -> parts.add(table(field, variants, parts.isEmpty() ? OPEN : SHUT)));
    List<Html> rest = new ArrayList<>();
    piece
        .asset()
        .fields()
        .forEach(
            (name, value) -> {
              if (!lists.containsKey(name)
                  && !SHOWN_IN_PREVIEW.contains(name)
                  && !Papers.text(value).isEmpty()) {
                rest.add(
                    Html.of(
                        "<div><dt>{}</dt><dd>{}</dd></div>", Say.words(name), Papers.text(value)));
              }
            });
    return Html.of("{}{}", parts, Html.unlessEmpty(rest, "<dl class=\"fields\">{}</dl>", rest));
  }

  private static Html table(String field, List<Variant> variants, Html state) {
    boolean angles = variants.stream().anyMatch(v -> !v.angle().isEmpty());
    List<Html> rows = new ArrayList<>();
    for (Variant v : variants) {
      rows.add(
          Html.of(
              "<tr><td>{}</td><td class=\"num{}\">{}{}</td>{}</tr>",
              v.text(),
              v.limit() > 0 && v.length() > v.limit() ? " over" : "",
              v.length(),
              v.limit() > 0 ? Html.of("<span class=\"quiet\">/{}</span>", v.limit()) : Html.NOTHING,
              angles
                  ? Html.of(
                      "<td>{}{}</td>",
                      v.angle(),
                      v.claims().isEmpty()
                          ? Html.NOTHING
                          : Html.of(
                              " <span class=\"pill plain\">{}</span>",
                              String.join(", ", v.claims())))
                  : Html.NOTHING));
    }
    return Html.of(
        """
        <details{}><summary>{} <span class="quiet">({})</span></summary>
        <div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="bank"><thead><tr>\
        <th scope="col">Text</th><th scope="col" class="num">Length</th>{}</tr></thead>
        <tbody>{}</tbody></table></div></details>
        """,
        state,
        title(field),
        variants.size(),
        title(field),
        angles ? Html.of("<th scope=\"col\">Angle</th>") : Html.NOTHING,
        rows);
  }

  private static String title(String field) {
    return field.matches(".*_\\d+")
        ? Say.words(field.replaceAll("_\\d+$", ""))
            + " of up to "
            + field.replaceAll(".*_", "")
            + " characters"
        : Say.words(field);
  }
}
