package io.raptorflow.bench;

import com.sun.management.OperatingSystemMXBean;
import io.raptorflow.bus.CanonicalJson;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What a process needs for its items: the first ones warm it up, the rest counts. Thread-safe.
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Works works;
  private final AtomicInteger ended = new AtomicInteger();
  private final ConcurrentLinkedQueue<Long> waits = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicLong countedFrom = new AtomicLong();
  private volatile long warmAt;
  private volatile long warmCpu;
  private volatile int warmItems;
  private volatile long overAt;
  private volatile long overCpu;

  Stopwatch(Works works) {
    this.works = works;
  }

  /// An item begins.
  void begins() {
    if (begun.getAndIncrement() == 0) {
      warm(0);
      System.out.println("begun");
      System.out.flush();
    }
  }

  /// An item that is of interest has waited so long.
  void waited(long millis) {
    waits.add(millis);
  }

  /// An item that counts begins.
  ///
  /// @return milliseconds since the first of them began
  long counts() {
    long now = System.nanoTime();
    countedFrom.compareAndSet(0, now);
    return (now - countedFrom.get()) / 1_000_000;
  }

  /// An item ends.
  void ends() {
    int so = ended.incrementAndGet();
    if (so == works.warmUp()) {
      warm(so);
    }
    if (so == works.all()) {
      stop();
    }
  }

  /// Waits for the last item, or the time.
  ///
  /// @return what was measured
  String await(long seconds) throws InterruptedException {
    if (!over.await(seconds, TimeUnit.SECONDS)) {
      stop();
    }
    long[] waited = waits.stream().mapToLong(Long::longValue).toArray();
    double took = (overAt - warmAt) / 1e9;
    int measured = Math.min(works.all(), ended.get()) - warmItems;
    return CanonicalJson.write(
        Map.of(
            "items",
            ended.get(),
            "isWarm",
            warmItems > 0,
            "measured",
            measured,
            "seconds",
            took,
            "perSecond",
            measured / took,
            "cpuMillisPerItem",
            (overCpu - warmCpu) / 1e6 / Math.max(1, measured),
            "platformThreads",
            ManagementFactory.getThreadMXBean().getPeakThreadCount(),
            "waits",
            waited.length,
            "waitP50",
            Results.percentile(waited, 0.5),
            "waitP99",
            Results.percentile(waited, 0.99)));
  }

  private void warm(int so) {
    warmItems = so;
    warmAt = System.nanoTime();
    warmCpu = SYSTEM.getProcessCpuTime();
  }

  private synchronized void stop() {
    if (over.getCount() > 0) {
      overAt = System.nanoTime();
      overCpu = SYSTEM.getProcessCpuTime();
      over.countDown();
    }
  }
}
