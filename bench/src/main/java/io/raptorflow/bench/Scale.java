package io.raptorflow.bench;

import picocli.CommandLine.Option;

/// How large a campaign is; what is not given has the campaign's own size.
final class Scale {
  @Option(names = "--items", paramLabel = "N", description = "Dead letters or works.")
  private int items;

  @Option(names = "--kills", paramLabel = "N", description = "Processes killed with kill -9.")
  private int kills = -1;

  @Option(names = "--seconds", paramLabel = "N", description = "Length of an outage or a schedule.")
  private int seconds;

  @Option(names = "--seed", paramLabel = "N", description = "The same seed, the same moments.")
  private long seed = 1;

  int items(int usual) {
    return items > 0 ? items : usual;
  }

  int kills(int usual) {
    return kills >= 0 ? kills : usual;
  }

  int seconds(int usual) {
    return seconds > 0 ? seconds : usual;
  }

  long seed() {
    return seed;
  }
}
