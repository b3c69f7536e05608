package io.raptorflow.bus;

/// A named body: a brief, a table, an upstream answer.
///
/// @param name what the reader asks for, for example `brief`, `kpi_daily`, `war_brief`
/// @param mediaType `application/json`, `text/csv`, `text/plain` or `text/markdown`
public record Attachment(String name, String mediaType, Payload body) {
  public static final String JSON = "application/json";
  public static final String CSV = "text/csv";

  public static Attachment json(String name, String json) {
    return new Attachment(name, JSON, Payload.inline(json));
  }
}
