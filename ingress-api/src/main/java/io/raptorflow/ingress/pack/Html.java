package io.raptorflow.ingress.pack;

import java.util.Collection;
import java.util.stream.Collectors;

/// Markup that is safe to show: text enters only escaped, markup only as [Html].
record Html(String markup) {
  static final Html NOTHING = new Html("");

  /// Fills each `{}` of a template, in order: markup and collections of markup as they are, all
  /// else escaped. Escaping holds in elements and in attributes within double quotes.
  static Html of(String template, Object... values) {
    StringBuilder out = new StringBuilder(template.length() + 64);
    int from = 0;
    for (Object value : values) {
      int at = template.indexOf("{}", from);
      if (at < 0) {
        throw new IllegalArgumentException("more values than places in template: " + template);
      }
      out.append(template, from, at).append(safe(value));
      from = at + 2;
    }
    if (template.indexOf("{}", from) >= 0) {
      throw new IllegalArgumentException("fewer values than places in template: " + template);
    }
    return new Html(out.append(template, from, template.length()).toString());
  }

  static Html text(String text) {
    return new Html(escape(text));
  }

  static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining("\n")));
  }

  /// The template filled when there is something to show, else nothing.
  static Html unlessEmpty(Collection<?> shown, String template, Object... values) {
    return shown.isEmpty() ? NOTHING : of(template, values);
  }

  /// One `li` for each text.
  static Html items(Collection<String> texts) {
    return join(texts.stream().map(text -> of("<li>{}</li>", text)).toList());
  }

  private static String safe(Object value) {
    return switch (value) {
      case Html html -> html.markup();
      case Collection<?> many -> many.stream().map(Html::safe).collect(Collectors.joining("\n"));
      default -> escape(String.valueOf(value));
    };
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c == 0 ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }
}
