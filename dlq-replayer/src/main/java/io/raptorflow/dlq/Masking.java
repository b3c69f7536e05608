package io.raptorflow.dlq;

import io.raptorflow.bus.CanonicalJson;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Hides secrets and personal data in what people are shown: keys, tokens and passwords by the name
/// of their field and by their shape, e-mail addresses, phone numbers, and IBANs (ISO 13616) and
/// card numbers (ISO/IEC 7812) whose check digits are right. UUIDs stay. Masked again, a text stays
/// as it is. Pure.
///
/// A secret without a telling name or shape cannot be known; what is shown is not fit for
/// strangers.
public final class Masking {
  private static final String OPEN = "[masked:";
  private static final String SECRET = OPEN + "secret]";

  private static final Pattern UUID_SHAPE =
      Pattern.compile(
          "(?<![0-9A-Za-z])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])");

  private static final String NAMES =
      "[\\w.-]{0,80}?(?:(?:api|access|private|secret|signing|encryption|account)[-_ ]?key"
          + "(?:[-_ ]?id)?|password|passwd|passphrase|pwd|secret|credentials?|authorization"
          + "|(?<![a-z])token|(?<=[a-z])(?-i:T)oken|cookie|session[-_]?id)";

  private static final Pattern SECRET_NAME = Pattern.compile(NAMES, Pattern.CASE_INSENSITIVE);

  /// A name and the sign before its value, as texts have them: `password=`, `"apiKey": `.
  private static final Pattern NAMED =
      Pattern.compile(
          "(?<![\\w.-])(?<name>" + NAMES + ")\\\\*[\"']?\\s*[:=]\\s*(?<quote>\\\\*[\"'])?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BARE_VALUE =
      Pattern.compile(
          "(?:(?:bearer|basic|digest|token)\\s+)?[^\\s,;&\"'}\\]\\\\]+", Pattern.CASE_INSENSITIVE);

  private static final Set<String> NOTHING = Set.of("null", "true", "false");

  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\\z)",
          Pattern.DOTALL);

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?i:\\b(?:bearer|basic)\\s+)(?=[A-Za-z._~+/-]*[0-9=]|[A-Za-z._~+/-]{24})"
              + "[A-Za-z0-9._~+/-]{8,}=*"
              + "|(?<![A-Za-z0-9])(?:sk|pk|rk)[-_][A-Za-z0-9_-]{12,}"
              + "|(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{16,}"
              + "|(?<![A-Za-z0-9])(?:github_pat|glpat|xox[a-z]|hf|npm|dop_v1|shpat)[-_]"
              + "[A-Za-z0-9_-]{10,}"
              + "|(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}"
              + "|(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{30,}"
              + "|(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*");

  private static final Pattern USER_OF_ADDRESS =
      Pattern.compile("(?<=://)[^\\s/@:]{0,256}:[^\\s/@]{1,1024}@");

  private static final Pattern EMAIL =
      Pattern.compile("[\\p{L}\\p{N}._%+'-]{1,64}+@(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}\\p{L}{2,63}");

  private static final Pattern IBAN =
      Pattern.compile("(?<![A-Za-z0-9])[A-Za-z]{2}\\d{2}(?:[ -]?[A-Za-z0-9]){11,30}");

  private static final Pattern DIGITS = Pattern.compile("(?<![\\w.])\\d(?:[ -]?\\d){12,18}");

  private static final Pattern PHONE =
      Pattern.compile(
          "(?<![\\w+])(?:\\+|00(?=[1-9]))\\d(?:[ ./()-]{0,2}\\d){7,14}(?!\\w)"
              + "|(?<![\\w.+-])\\(?0\\d{2,5}\\)?[ /-]{1,2}\\d{3,9}(?:[ -]\\d{2,5})*(?![\\w.:-])"
              + "|(?<![\\w.+-])\\(?[2-9]\\d{2}\\)?[ .-]\\d{3}[ .-]\\d{4}(?![\\w-])");

  private static final int IBAN_CHARS_MIN = 15;
  private static final int CARD_DIGITS_MIN = 13;
  private static final BigInteger IBAN_MODULUS = BigInteger.valueOf(97);
  private static final int MOBILE_DIGITS_MIN = 8;

  /// First digits of the networks that issue cards of 13 to 19 digits.
  private static final Pattern CARD_ISSUER =
      Pattern.compile("(?:3[0-9]|4|5[0-9]|6[0-9]|2[2-7]|8[16]|9[0-9]).*");

  /// Headers that say what and where a work is. They hold no data of people.
  private static final Set<String> OURS =
      Set.of("traceparent", "content-type", "ce_id", "ce_time", "ce_type", "ce_specversion");

  private Masking() {}

  /// A text without what must not be seen.
  public static String text(String text) {
    return aroundKept(replaced(PEM, text, _ -> SECRET));
  }

  /// JSON of the same shape without what must not be seen; a masked number becomes a text.
  public static JsonNode json(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode masked = CanonicalJson.MAPPER.createObjectNode();
        object
            .properties()
            .forEach(
                field ->
                    masked.set(
                        field.getKey(),
                        isSecretName(field.getKey())
                            ? secret(field.getValue())
                            : json(field.getValue())));
        yield masked;
      }
      case ArrayNode array -> {
        ArrayNode masked = CanonicalJson.MAPPER.createArrayNode();
        array.forEach(item -> masked.add(json(item)));
        yield masked;
      }
      default -> scalar(node);
    };
  }

  /// Headers without what must not be seen.
  public static Map<String, String> headers(Map<String, String> headers) {
    Map<String, String> masked = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> {
          boolean ours = OURS.contains(name) || name.startsWith("raptor-");
          masked.put(name, isSecretName(name) ? SECRET : ours ? value : text(value));
        });
    return masked;
  }

  /// Whether a text holds what this class puts in place of a secret.
  public static boolean isMasked(String text) {
    return text.contains(OPEN);
  }

  private static boolean isSecretName(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  private static JsonNode secret(JsonNode value) {
    boolean nothing =
        value.isNull() || value.isBoolean() || value.isString() && value.asString().isEmpty();
    return nothing ? value : CanonicalJson.MAPPER.getNodeFactory().stringNode(SECRET);
  }

  private static JsonNode scalar(JsonNode node) {
    if (!node.isString() && !node.isNumber()) {
      return node;
    }
    String plain = node.asString();
    String masked = text(plain);
    return masked.equals(plain) ? node : CanonicalJson.MAPPER.getNodeFactory().stringNode(masked);
  }

  /// Masks what stands around UUIDs; those and the ids in them are what operators work with.
  private static String aroundKept(String text) {
    String named = named(text);
    StringBuilder whole = new StringBuilder();
    Matcher kept = UUID_SHAPE.matcher(named);
    int from = 0;
    while (kept.find()) {
      whole.append(shapes(named.substring(from, kept.start()))).append(kept.group());
      from = kept.end();
    }
    return whole.append(shapes(named.substring(from))).toString();
  }

  private static String named(String text) {
    StringBuilder whole = new StringBuilder();
    Matcher name = NAMED.matcher(text);
    int from = 0;
    while (name.find(from)) {
      int end = endOfValue(text, name);
      String value = text.substring(name.end(), end);
      boolean says =
          !value.isBlank()
              && !value.startsWith(OPEN)
              && !NOTHING.contains(value.toLowerCase(Locale.ROOT));
      whole.append(text, from, name.end()).append(says ? SECRET : value);
      from = end;
    }
    return whole.append(text, from, text.length()).toString();
  }

  private static int endOfValue(String text, Matcher name) {
    String quote = name.group("quote");
    if (quote != null) {
      int end = text.indexOf(quote, name.end());
      while (end > name.end() && text.charAt(end - 1) == '\\') {
        end = text.indexOf(quote, end + 1);
      }
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith(OPEN, name.end())) {
      return name.end();
    }
    String said = name.group("name").toLowerCase(Locale.ROOT);
    if (said.endsWith("cookie") || said.endsWith("authorization")) {
      int end = text.indexOf('\n', name.end());
      return end < 0 ? text.length() : end;
    }
    Matcher value = BARE_VALUE.matcher(text).region(name.end(), text.length());
    return value.lookingAt() ? value.end() : name.end();
  }

  private static String shapes(String text) {
    String masked = replaced(SHAPE, text, _ -> SECRET);
    masked = replaced(USER_OF_ADDRESS, masked, _ -> SECRET + "@");
    // Most texts have no @, and each place of a long one would be tried in vain.
    masked = masked.indexOf('@') < 0 ? masked : replaced(EMAIL, masked, _ -> OPEN + "e-mail]");
    masked = checked(IBAN, masked, Masking::isIban, OPEN + "IBAN]");
    masked = checked(DIGITS, masked, Masking::isCard, OPEN + "card]");
    return replaced(PHONE, masked, found -> phone(found.group()));
  }

  /// Replaces the longest whole words of each match that pass a check of digits.
  private static String checked(
      Pattern pattern, String text, Predicate<String> passes, String mask) {
    StringBuilder whole = new StringBuilder();
    Matcher found = pattern.matcher(text);
    int from = 0;
    for (int at = 0; at < text.length() && found.find(at); ) {
      int end = found.end();
      while (end > found.start() && !isRight(text, found.start(), end, passes)) {
        end--;
      }
      if (end == found.start()) {
        at = found.start() + 1;
      } else {
        whole.append(text, from, found.start()).append(mask);
        from = end;
        at = end;
      }
    }
    return whole.append(text, from, text.length()).toString();
  }

  private static boolean isRight(String text, int start, int end, Predicate<String> passes) {
    boolean atEdge = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
    return atEdge
        && Character.isLetterOrDigit(text.charAt(end - 1))
        && passes.test(text.substring(start, end).replaceAll("[ -]", "").toUpperCase(Locale.ROOT));
  }

  private static boolean isIban(String bare) {
    if (bare.length() < IBAN_CHARS_MIN) {
      return false;
    }
    StringBuilder digits = new StringBuilder();
    (bare.substring(4) + bare.substring(0, 4))
        .chars()
        .forEach(sign -> digits.append(Character.digit(sign, 36)));
    return new BigInteger(digits.toString()).mod(IBAN_MODULUS).equals(BigInteger.ONE);
  }

  private static boolean isCard(String digits) {
    return digits.length() >= CARD_DIGITS_MIN
        && CARD_ISSUER.matcher(digits).matches()
        && isLuhn(digits);
  }

  private static boolean isLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : digit * 2;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }

  private static String phone(String candidate) {
    long digits = candidate.chars().filter(Character::isDigit).count();
    return digits >= MOBILE_DIGITS_MIN ? OPEN + "phone]" : candidate;
  }

  private static String replaced(Pattern pattern, String text, Function<MatchResult, String> by) {
    return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
  }
}
