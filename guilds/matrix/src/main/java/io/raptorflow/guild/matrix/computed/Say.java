package io.raptorflow.guild.matrix.computed;

import java.util.Locale;

/// Sentences whose numbers look the same in every country.
final class Say {
  private Say() {}

  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
