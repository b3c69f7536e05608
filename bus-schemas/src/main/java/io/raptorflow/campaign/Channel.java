package io.raptorflow.campaign;

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
}
