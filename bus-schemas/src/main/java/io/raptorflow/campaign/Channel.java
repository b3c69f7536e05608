package io.raptorflow.campaign;

import java.util.Locale;
import java.util.Set;

/// The channels that briefs and tables may name.
public final class Channel {
  public static final Set<String> KNOWN =
      Set.of(
          "google_search",
          "pmax",
          "meta",
          "linkedin",
          "tiktok",
          "youtube",
          "pinterest",
          "reddit",
          "x",
          "display",
          "email",
          "sms",
          "seo",
          "organic_social",
          "retail_media",
          "creators",
          "direct",
          "referral",
          "webinar");

  /// Channels without a media price: money cannot buy more of them at will.
  public static final Set<String> OWNED =
      Set.of("email", "sms", "seo", "organic_social", "direct", "referral", "webinar");

  private Channel() {}

  /// What people call a channel: `google_search` is "Google search".
  public static String title(String channel) {
    return switch (channel) {
      case "pmax" -> "Performance Max";
      case "seo" -> "SEO";
      case "sms" -> "SMS";
      case "email" -> "E-mail";
      case "linkedin" -> "LinkedIn";
      case "youtube" -> "YouTube";
      case "tiktok" -> "TikTok";
      case "x" -> "X";
      default -> {
        String words = channel.replace('_', ' ');
        yield words.isEmpty()
            ? words
            : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
      }
    };
  }
}
