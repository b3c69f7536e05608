package io.raptorflow.bench.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One address that forwards to another and can misbehave like a network: hold bytes back without a
/// word, in one direction or both, delay them, or cut a connection in the middle of an answer.
/// Held-back bytes arrive when the cut ends, as they would after a partition. Thread-safe.
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 * 1024;
  private static final int CONNECT_MILLIS = 2_000;

  /// Which way bytes go.
  enum Direction {
    /// From the client to the server.
    REQUESTS,
    /// From the server to the client.
    ANSWERS
  }

  private final ServerSocket listening;
  private final InetSocketAddress target;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Direction> held = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Random jitter;
  private volatile Duration delay = Duration.ZERO;
  private volatile Duration spread = Duration.ZERO;
  private volatile long answerBytesLeft = Long.MAX_VALUE;
  private volatile boolean closed;

  private TcpProxy(ServerSocket listening, InetSocketAddress target, long seed) {
    this.listening = listening;
    this.target = target;
    this.jitter = new Random(seed);
  }

  /// Listens on a free port of loopback.
  ///
  /// @param seed of the jitter
  static TcpProxy to(int port, long seed) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    TcpProxy proxy =
        new TcpProxy(
            new ServerSocket(0, 200, loopback), new InetSocketAddress(loopback, port), seed);
    Thread.ofPlatform().daemon().name("proxy-" + port).start(proxy::accept);
    return proxy;
  }

  int port() {
    return listening.getLocalPort();
  }

  /// Holds bytes of these directions back, of connections that are and of those that come.
  void hold(Set<Direction> directions) {
    held.addAll(directions);
  }

  /// Delays all bytes by this and up to so much more.
  void delay(Duration least, Duration more) {
    delay = least;
    spread = more;
  }

  /// Cuts each connection once so many further bytes of answers came through in all.
  void cutAfter(long bytes) {
    answerBytesLeft = bytes;
  }

  /// Forwards as if nothing had been.
  void heal() {
    delay = Duration.ZERO;
    spread = Duration.ZERO;
    answerBytesLeft = Long.MAX_VALUE;
    lock.lock();
    try {
      held.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listening.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException ended) {
        if (!closed) {
          System.err.println("proxy: " + ended);
        }
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    open.add(server);
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target, CONNECT_MILLIS);
      Thread answers = Thread.ofVirtual().start(() -> pump(server, client, Direction.ANSWERS));
      pump(client, server, Direction.REQUESTS);
      answers.join();
    } catch (IOException down) {
      end(client, server);
    } catch (InterruptedException stopped) {
      end(client, server);
      Thread.currentThread().interrupt();
    }
  }

  private void pump(Socket from, Socket to, Direction direction) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        await(direction);
        sleep();
        int whole = direction == Direction.ANSWERS ? allowed(count) : count;
        out.write(buffer, 0, whole);
        out.flush();
        if (whole < count) {
          break;
        }
      }
    } catch (IOException broken) {
      // One end is gone, and the other is told below.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      end(from, to);
    }
  }

  /// How many of these bytes still come through before the cut.
  private int allowed(int count) {
    if (answerBytesLeft == Long.MAX_VALUE) {
      return count;
    }
    lock.lock();
    try {
      int through = (int) Math.min(count, Math.max(0, answerBytesLeft));
      answerBytesLeft -= through;
      return through;
    } finally {
      lock.unlock();
    }
  }

  private void await(Direction direction) throws InterruptedException {
    if (!held.contains(direction)) {
      return;
    }
    lock.lockInterruptibly();
    try {
      while (held.contains(direction) && !closed) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void sleep() throws InterruptedException {
    Duration least = delay;
    if (!least.isZero()) {
      Pause.of(least.plusMillis((long) (jitter.nextDouble() * spread.toMillis())));
    }
  }

  private void end(Socket one, Socket other) {
    for (Socket socket : new Socket[] {one, other}) {
      open.remove(socket);
      try {
        socket.close();
      } catch (IOException gone) {
        // It is closed either way.
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    heal();
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
