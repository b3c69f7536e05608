package io.raptorflow.guild.guardian.computed;

import io.raptorflow.guild.guardian.text.CheckDigits;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Kinds of personal data that a pattern and a check can find.
///
/// `score` is how sure the check alone makes it; a word of `context` within five words adds 0.4,
/// and 0.5 is needed.
enum PiiKind {
  SECRET(
      "\\bAKIA[0-9A-Z]{16}\\b|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"
          + "|\\beyJ[\\w-]{5,2000}\\.[\\w-]{5,4000}\\.[\\w-]{5,2000}|\\bxox[baprs]-[\\w-]{10,200}"
          + "|\\bsk-[A-Za-z0-9_-]{20,200}",
      0.95,
      "",
      text -> true),
  EMAIL(
      "(?i)(?<![\\w.%+-])[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24}\\b",
      0.95, "", text -> true),
  IBAN(
      "\\b[A-Z]{2}\\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4}\\b",
      0.95, "", text -> CheckDigits.iban(compact(text))),
  CARD(
      "(?<!\\d|\\d[ -])\\d(?:[ -]?\\d){12,18}(?![ -]?\\d)",
      0.9,
      "",
      text -> CheckDigits.card(compact(text))),
  US_SSN(
      "\\b(?!000|666|9\\d\\d)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}\\b",
      0.5, "ssn|social security", text -> true),
  UK_NINO(
      "\\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]\\b",
      0.6, "national insurance|nino", text -> true),
  FR_NIR(
      "\\b[12]\\d{2}(?:0[1-9]|1[0-2])\\d{8}\\d{2}\\b",
      0.6, "nir|sécurité sociale|securite sociale", text -> CheckDigits.nir(text)),
  ES_NIF("\\b(?:\\d{8}|[XYZ]\\d{7})[A-Z]\\b", 0.5, "nif|nie|dni", text -> CheckDigits.nif(text)),
  UK_NHS(
      "(?<!\\d|\\d[ -])\\d{3}[ -]?\\d{3}[ -]?\\d{4}(?![ -]?\\d)",
      0.3, "nhs|patient|health", text -> CheckDigits.nhs(compact(text))),
  DE_IDNR(
      "(?<![\\d.,])[1-9]\\d{10}(?!\\d)",
      0.3,
      "idnr|steuer|tax|identifikationsnummer",
      text -> CheckDigits.idnr(text)),
  PL_PESEL("(?<![\\d.,])\\d{11}(?!\\d)", 0.3, "pesel", text -> CheckDigits.pesel(text)),
  BR_CPF(
      "(?<![\\d.,])\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}(?!\\d)",
      0.3, "cpf|cadastro", text -> CheckDigits.cpf(compact(text))),
  IN_AADHAAR(
      "(?<!\\d|\\d[ -])[2-9]\\d{3}[ -]?\\d{4}[ -]?\\d{4}(?![ -]?\\d)",
      0.3, "aadhaar|uidai", text -> CheckDigits.verhoeff(compact(text))),
  IP(
      "(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?![\\d.])",
      0.3,
      "ip|address|server|host|login",
      text ->
          Arrays.stream(text.split("\\.", -1)).allMatch(octet -> Integer.parseInt(octet) < 256)),
  MAC("\\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}\\b", 0.6, "mac|device", text -> true),
  DOB(
      "\\b(?:\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./]\\d{1,2}[./]\\d{4}|\\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \\d{4})\\b",
      0.2, "born|dob|birth|birthday|geboren|né|née", text -> true),
  /// Found by libphonenumber, not by the pattern.
  PHONE("(?!)", 0.6, "call|phone|tel|mobile", text -> true);

  private final Pattern pattern;
  private final double score;
  private final Pattern context;
  private final Predicate<String> check;

  PiiKind(String pattern, double score, String context, Predicate<String> check) {
    this.pattern = Pattern.compile(pattern);
    this.score = score;
    this.context =
        Pattern.compile(
            context.isEmpty() ? "(?!)" : "(?<!\\p{L})(?:" + context + ")(?!\\p{L})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    this.check = check;
  }

  Pattern pattern() {
    return pattern;
  }

  double score() {
    return score;
  }

  Pattern context() {
    return context;
  }

  boolean checks(String match) {
    return check.test(match);
  }

  String rule() {
    return "PII-" + name();
  }

  private static String compact(String text) {
    return text.replaceAll("[ .\\-]", "");
  }
}
