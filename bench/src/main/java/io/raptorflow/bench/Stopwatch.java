package io.raptorflow.bench;

import com.sun.management.OperatingSystemMXBean;
import io.raptorflow.bus.CanonicalJson;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What a process needs for its items: the first quarter warms it up, the rest counts. Thread-safe.
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final int items;
  private final AtomicInteger ended = new AtomicInteger();
  private final ConcurrentLinkedQueue<Long> waits = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private volatile long firstAt;
  private volatile long warmAt;
  private volatile long warmCpu;
  private volatile int warmItems;
  private volatile long overAt;
  private volatile long overCpu;

  Stopwatch(int items) {
    this.items = items;
  }

  int items() {
    return items;
  }

  /// An item begins.
  void begins() {
    if (begun.getAndIncrement() == 0) {
      firstAt = System.nanoTime();
      warm(0);
      System.out.println("begun");
      System.out.flush();
    }
  }

  /// An item that is of interest has waited so long.
  void waited(long millis) {
    waits.add(millis);
  }

  /// Milliseconds since the first item began.
  long sinceFirst() {
    return (System.nanoTime() - firstAt) / 1_000_000;
  }

  /// An item ends.
  void ends() {
    int so = ended.incrementAndGet();
    if (so == items / 4) {
      warm(so);
    }
    if (so == items) {
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
    int measured = Math.min(items, ended.get()) - warmItems;
    return CanonicalJson.write(
        Map.of(
            "items",
            ended.get(),
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
