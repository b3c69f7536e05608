package io.raptorflow.guild.muse;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.BriefFacts.Group;
import io.raptorflow.agent.offline.text.Copywriter;
import io.raptorflow.agent.offline.text.Copywriter.Wish;
import io.raptorflow.agent.offline.text.Frame;
import io.raptorflow.agent.offline.text.Frame.Angle;
import io.raptorflow.agent.offline.text.Line;
import io.raptorflow.agent.offline.text.Lines;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.muse.output.EmailCopy;
import io.raptorflow.guild.muse.output.EmailCopy.Cta;
import io.raptorflow.guild.muse.output.EmailCopy.Footer;
import io.raptorflow.guild.muse.output.EmailCopy.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Writes an email to one segment of the audience (MUSE-007).
final class EmailComposer implements Composer {
  private static final Set<String> PLAIN_SUBJECTS =
      Set.of("{nf}", "{v}", "{name}: {nf}", "{kw}: {nf}", "{name} {vf}");
  private static final List<Frame> SUBJECTS =
      Lines.HEADLINES.stream()
          .filter(
              frame ->
                  Set.of(Angle.PAIN, Angle.TRIGGER).contains(frame.angle())
                      || PLAIN_SUBJECTS.contains(frame.template()))
          .toList();
  private static final List<Frame> PREHEADERS =
      Lines.STATEMENTS.stream()
          .filter(frame -> Set.of(Angle.FEATURE, Angle.PRICE, Angle.PROOF).contains(frame.angle()))
          .toList();
  private static final int DRAWS = 12;

  @Override
  public String output() {
    return EmailCopy.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    WritingDesk desk = WritingDesk.of(inputs);
    BriefFacts facts = desk.facts();
    List<String> gaps = new ArrayList<>(facts.gaps());
    Group group = reader(facts);
    Copywriter writer = desk.writer(List.of(group));
    String subject = subject(writer, facts);
    String preheader = preheader(writer, subject, facts);
    EmailBody body = EmailBody.write(desk, group, writer);
    String action = Copywriter.action(facts);
    String host = facts.names().host();
    String url = facts.brief().brand().url();
    gaps(facts, gaps);
    Footer footer = new Footer(facts.brief().compliance().legalFooter(), "{{unsubscribe_url}}");
    EmailLayout layout =
        new EmailLayout(
            facts, subject, preheader, body.sections(), new Cta(label(action, facts), url), footer);
    List<Header> headers =
        List.of(
            new Header(
                "From",
                facts.names().brand()
                    + (host.isEmpty() ? " <{{sender_address}}>" : " <news@" + host + ">")),
            new Header(
                "List-Unsubscribe",
                host.isEmpty()
                    ? "<{{unsubscribe_url}}>"
                    : "<https://" + host + "/unsubscribe/{{unsubscribe_token}}>"),
            new Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    Set<String> claims = new LinkedHashSet<>();
    body.sections().forEach(section -> claims.addAll(facts.claimsOf(section.text())));
    claims.addAll(facts.claimsOf(subject));
    claims.addAll(facts.claimsOf(preheader));
    return CanonicalJson.MAPPER.valueToTree(
        new EmailCopy(
            facts.names().brand(),
            subject,
            preheader,
            body.framework(),
            body.angle(),
            group.segment().name(),
            body.sections(),
            layout.text(),
            layout.html(),
            layout.cta(),
            footer,
            headers,
            List.copyOf(claims),
            gaps));
  }

  /// What the sender must add before the mail may go out.
  private static void gaps(BriefFacts facts, List<String> gaps) {
    String name = facts.names().product();
    String url = facts.brief().brand().url();
    if (url.isEmpty()) {
      gaps.add("brief:/brand/url is missing: the button of the email for " + name + " has no page");
    }
    if (facts.brief().compliance().legalFooter().isEmpty()) {
      gaps.add(
          "brief:/compliance/legal_footer is missing: the email for "
              + name
              + " has no postal address and must not be sent");
    }
    gaps.add(
        "the sending platform of "
            + facts.names().brand()
            + " fills {{unsubscribe_url}} and {{unsubscribe_token}}; the sender's mailbox is to be"
            + " confirmed");
  }

  /// The segment with the most to say; the first one when they are equal.
  private static Group reader(BriefFacts facts) {
    Group best = facts.segments().getFirst();
    for (Group group : facts.segments()) {
      if (group.pains().size() + group.triggers().size()
          > best.pains().size() + best.triggers().size()) {
        best = group;
      }
    }
    return best;
  }

  private static String subject(Copywriter writer, BriefFacts facts) {
    for (int least : List.of(26, 12, 4)) {
      List<Line> lines =
          writer.pick(
              SUBJECTS, new Wish("subject", least, EmailCopy.SUBJECT_MAX, 1, 0, 0, Set.of()));
      if (!lines.isEmpty()) {
        return WritingDesk.headline(lines.getFirst());
      }
    }
    return named(facts, EmailCopy.SUBJECT_MAX);
  }

  /// A name of the product that fits; a name too long for its place loses its last words.
  private static String named(BriefFacts facts, int limit) {
    for (String name :
        List.of(
            facts.names().product() + " by " + facts.names().brand(),
            facts.names().product(),
            facts.names().first(),
            facts.names().keyword())) {
      if (name.length() <= limit) {
        return Words.sentenceCase(name);
      }
    }
    StringBuilder shorter = new StringBuilder();
    for (String word : facts.names().product().split(" ")) {
      if (shorter.length() + word.length() < limit) {
        shorter.append(shorter.isEmpty() ? "" : " ").append(word);
      }
    }
    return shorter.isEmpty() ? "A note on one thing" : shorter.toString();
  }

  /// A line that adds to the subject: fewer than half of its words stand there already.
  private static String preheader(Copywriter writer, String subject, BriefFacts facts) {
    Set<String> said = new HashSet<>(Words.of(subject));
    for (int least : List.of(40, 20)) {
      List<Line> lines =
          writer.pick(
              PREHEADERS,
              new Wish(
                  "preheader",
                  least,
                  EmailCopy.PREHEADER_MAX,
                  DRAWS,
                  0,
                  0,
                  Set.of(Words.normal(subject))));
      for (Line line : lines) {
        List<String> words = Words.of(line.text());
        long again = words.stream().filter(said::contains).count();
        if (again * 2 < words.size()) {
          return line.text();
        }
      }
    }
    return named(facts, EmailCopy.PREHEADER_MAX);
  }

  private static String label(String action, BriefFacts facts) {
    return Stream.of(
            action,
            action.replace(facts.names().product(), facts.names().first()),
            "See it at " + facts.names().host(),
            "See " + facts.names().keyword())
        .filter(label -> label.length() <= EmailCopy.CTA_MAX && !label.endsWith(" "))
        .findFirst()
        .orElse("See the page");
  }
}
