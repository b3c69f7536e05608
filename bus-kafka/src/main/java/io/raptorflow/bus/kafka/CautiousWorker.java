package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Has items worked on and their ends emitted, with caution where one of them may end the process:
/// it is written down that work begins before it does, what was in hand whenever a process died is
/// worked on alone at last, and what its process died of even then is not worked on. Thread-safe.
final class CautiousWorker {
  private static final int ALL = Integer.MAX_VALUE;
  private static final Duration WRITTEN_WAIT = Duration.ofSeconds(10);

  private final Semaphore turns;
  private final Desk desk;
  private final Emitter emitter;
  private final InboxSettings settings;

  /// @param turns see [Bus#turns]
  CautiousWorker(Semaphore turns, Desk desk, Emitter emitter, InboxSettings settings) {
    this.turns = turns;
    this.desk = desk;
    this.emitter = emitter;
    this.settings = settings;
  }

  /// One turn for each work at work in a process, over all its inboxes. Turns are given in the
  /// order in which they are asked for, so whoever asks for all of them works alone.
  static Semaphore turns() {
    return new Semaphore(ALL, true);
  }

  /// Works on an item on the thread that calls.
  ///
  /// @throws InterruptedException when the process stops; the item stays unfinished
  void work(Item item) throws InterruptedException {
    int deaths = item.assignment().deaths(item.offset());
    if (deaths >= settings.deathsMax()) {
      emitter.offer(desk.deadly(item, deaths));
      return;
    }
    Turns own = new Turns(deaths > 0 && deaths == settings.deathsMax() - 1 ? ALL : 1);
    interruptibly(item, own);
    try {
      workNow(item);
      if (own.areAll()) {
        // Its end is written down before others begin, of which one may end the process.
        emitter.awaitIdle(WRITTEN_WAIT);
      }
    } finally {
      own.end();
    }
  }

  /// For new work the emitter writes down in time that it began; what a process before this one may
  /// have died of must be written down first.
  private void workNow(Item item) throws InterruptedException {
    Assignment assignment = item.assignment();
    assignment.works(item.offset());
    emitter.look();
    if (assignment.isToBeMarked(item.record().timestamp())) {
      interruptibly(item, () -> emitter.mark(assignment));
    }
    emitter.offer(desk.work(item, settings.recordBytesMax()));
  }

  private interface Waiting {
    void await() throws InterruptedException;
  }

  /// Turns of one item, which has none when it was cancelled while it waited.
  private final class Turns implements Waiting {
    private final int number;
    private boolean taken;

    Turns(int number) {
      this.number = number;
    }

    @Override
    public void await() throws InterruptedException {
      turns.acquire(number);
      taken = true;
    }

    boolean areAll() {
      return taken && number == ALL;
    }

    void end() {
      if (taken) {
        turns.release(number);
      }
    }
  }

  /// Waits so that an item which is given up meanwhile waits no longer. One that is cancelled goes
  /// on to be told so.
  private static void interruptibly(Item item, Waiting waiting) throws InterruptedException {
    item.workedOnBy(Thread.currentThread());
    try {
      waiting.await();
    } catch (InterruptedException stopped) {
      if (!item.isCancelled()) {
        throw stopped;
      }
    } finally {
      item.workedOnBy(null);
    }
  }
}
