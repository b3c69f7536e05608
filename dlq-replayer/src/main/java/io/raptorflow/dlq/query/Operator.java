package io.raptorflow.dlq.query;

/// How a field is compared.
enum Operator {
  EQUAL("="),
  NOT_EQUAL("!="),
  MATCHES("~"),
  NOT_MATCHES("!~"),
  LESS("<"),
  AT_MOST("<="),
  MORE(">"),
  AT_LEAST(">="),
  IN("in");

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  String sign() {
    return sign;
  }

  /// Whether it asks for an order.
  boolean orders() {
    return switch (this) {
      case LESS, AT_MOST, MORE, AT_LEAST -> true;
      case EQUAL, NOT_EQUAL, MATCHES, NOT_MATCHES, IN -> false;
    };
  }

  /// Whether it takes a pattern.
  boolean matches() {
    return this == MATCHES || this == NOT_MATCHES;
  }
}
