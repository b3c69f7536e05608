package io.raptorflow.guild.muse.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.Readability;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One email: what the inbox shows, what the reader reads, and what the law asks for.
///
/// @param preheader line that inboxes show behind the subject
/// @param framework AIDA, PAS, BAB, FAB or 4P; its parts stand in `sections` in order
/// @param audience name of the segment that it speaks to
/// @param sections the body in order; `role` names the framework's part
/// @param text plain-text body with footer
/// @param html the same body as HTML
/// @param headers mail headers that the sender sets
/// @param claimIds ids of the proofs that the body rests on
/// @param gaps what could not be written, and why
public record EmailCopy(
    String fromName,
    String subject,
    String preheader,
    String framework,
    String angle,
    String audience,
    List<Section> sections,
    String text,
    String html,
    Cta cta,
    Footer footer,
    List<Header> headers,
    List<String> claimIds,
    List<String> gaps)
    implements Deliverable {
  public static final int SUBJECT_MAX = 50;
  public static final int PREHEADER_MAX = 90;
  public static final int CTA_MAX = 40;

  /// Most characters of the HTML part; clients clip longer mails.
  public static final int HTML_MAX = 100_000;

  private static final double SAME_WORDS_MIN = 0.9;
  private static final Map<String, List<String>> PARTS =
      Map.of(
          "AIDA", List.of("attention", "interest", "desire", "action"),
          "PAS", List.of("problem", "agitate", "solve"),
          "BAB", List.of("before", "after", "bridge"),
          "FAB", List.of("feature", "advantage", "benefit"),
          "4P", List.of("promise", "picture", "proof", "push"));

  public EmailCopy {
    sections = List.copyOf(sections);
    headers = List.copyOf(headers);
    claimIds = List.copyOf(claimIds);
    gaps = List.copyOf(gaps);
  }

  public record Section(String role, String text) {}

  public record Cta(String label, String url) {}

  /// @param unsubscribe placeholder that the sending platform replaces by the reader's own link
  public record Footer(String postalAddress, String unsubscribe) {}

  public record Header(String name, String value) {}

  @Override
  public List<String> problems(TaskInputs inputs) {
    CopyCheck check = new CopyCheck(inputs);
    check.text("subject", subject, SUBJECT_MAX);
    check.text("preheader", preheader, PREHEADER_MAX);
    check.text("cta.label", cta.label(), CTA_MAX);
    check.require(
        !subject.matches("(?i)(re|fwd?|aw|wg):.*"), "subject must not pretend to be a reply");
    for (Section section : sections) {
      check.words("sections/" + section.role(), section.text());
      check.require(
          Words.holds(text, section.text()),
          "sections/" + section.role() + " does not stand in the text part");
    }
    String body = String.join("\n", sections.stream().map(Section::text).toList());
    check.claims("sections", subject + "\n" + preheader + "\n" + body, claimIds);
    parts(check);
    double same = sameWords(text, html);
    check.require(
        same >= SAME_WORDS_MIN,
        "html holds %.2f of the words of text, at least %.2f is needed"
            .formatted(same, SAME_WORDS_MIN));
    check.require(html.length() <= HTML_MAX, "html has " + html.length() + " characters");
    check.require(
        !html.toLowerCase(java.util.Locale.ROOT).matches("(?s).*<(script|iframe|form|object)\\b.*"),
        "html must not hold script, iframe, form or object");
    check.require(
        footer.postalAddress().isEmpty() || text.contains(footer.postalAddress()),
        "the postal address must stand in the text part");
    check.require(
        !footer.unsubscribe().isBlank() && text.contains(footer.unsubscribe()),
        "the unsubscribe link must stand in the text part");
    Set<String> named = new HashSet<>(headers.stream().map(Header::name).toList());
    check.require(
        named.contains("List-Unsubscribe") && named.contains("List-Unsubscribe-Post"),
        "headers need List-Unsubscribe and List-Unsubscribe-Post (RFC 8058)");
    BrandBrief brief = inputs.brief();
    if (brief != null) {
      Readability measured = Readability.of(body);
      check.require(
          measured.words() < 100 || measured.grade() <= brief.brand().voice().gradeMax() + 0.5,
          "body reads at grade %.1f, at most %d"
              .formatted(measured.grade(), brief.brand().voice().gradeMax()));
      check.require(
          brief.compliance().legalFooter().isEmpty()
              || footer.postalAddress().equals(brief.compliance().legalFooter()),
          "footer.postalAddress must be the brief's legal footer, word for word");
    }
    return check.problems();
  }

  /// The parts of the framework must all be there, in order.
  private void parts(CopyCheck check) {
    List<String> parts = PARTS.get(framework);
    if (parts == null) {
      check.require(
          false, "framework '" + framework + "' is none of " + new TreeMap<>(PARTS).keySet());
      return;
    }
    List<String> roles =
        sections.stream().map(Section::role).filter(parts::contains).distinct().toList();
    check.require(
        roles.equals(parts),
        "%s needs the sections %s in order, has %s".formatted(framework, parts, roles));
  }

  private static double sameWords(String text, String html) {
    String seen = html.replaceAll("(?s)<(style|title)\\b.*?</\\1>", " ").replaceAll("<[^>]*>", " ");
    Set<String> shown = new HashSet<>(Words.of(unescaped(seen)));
    List<String> words = Words.of(text);
    long held = words.stream().filter(shown::contains).count();
    return words.isEmpty() ? 0 : held / (double) words.size();
  }

  private static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from_name", fromName);
    fields.put("subject", subject);
    fields.put("preheader", preheader);
    fields.put("text", text);
    fields.put("html", html);
    fields.put("cta", cta);
    fields.put(
        "footer",
        Map.of("postal_address", footer.postalAddress(), "unsubscribe_url", footer.unsubscribe()));
    Map<String, String> set = new TreeMap<>();
    headers.forEach(header -> set.put(header.name(), header.value()));
    fields.put("headers", set);
    return new Layout("email", List.of("email"), "consideration")
        .assets(
            agent, inputs, label, new Layout.Piece(audience, framework, angle, fields, claimIds));
  }
}
