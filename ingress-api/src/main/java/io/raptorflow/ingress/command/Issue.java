package io.raptorflow.ingress.command;

/// Something wrong with a request.
///
/// @param field JSON pointer (RFC 6901) into the body, or the name of a header or path variable
/// @param value what stands there, cut to 80 characters
/// @param rule what should stand there
public record Issue(String field, String value, String rule) {
  private static final int VALUE_CHARACTERS_MAX = 80;

  public Issue {
    value =
        value.length() <= VALUE_CHARACTERS_MAX
            ? value
            : value.substring(0, VALUE_CHARACTERS_MAX) + "...";
  }
}
