package io.raptorflow.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for processes that start later, or again and again. They lie below those that the system
/// gives to outgoing connections, one of which may otherwise have the port of a broker that is
/// down.
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;
  private static final int TRIES_MAX = 100;

  private Ports() {}

  /// A port that nobody listens at now.
  ///
  /// @throws IOException when a hundred were taken
  public static int free() throws IOException {
    IOException taken = new IOException("no port was tried");
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException inUse) {
        taken = inUse;
      }
    }
    throw taken;
  }
}
