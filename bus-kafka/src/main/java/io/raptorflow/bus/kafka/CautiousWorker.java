package io.raptorflow.bus.kafka;

import java.util.concurrent.Semaphore;

/// Has items worked on and their ends emitted, with caution where one of them may end the process:
/// it is written down that work begins before it does, what was in hand when a process died has its
/// turn one by one, and what was in hand too often is not worked on. Thread-safe.
final class CautiousWorker {
  private final Semaphore suspects;
  private final Desk desk;
  private final Emitter emitter;
  private final InboxSettings settings;

  /// @param suspects see [Bus#suspects]
  CautiousWorker(Semaphore suspects, Desk desk, Emitter emitter, InboxSettings settings) {
    this.suspects = suspects;
    this.desk = desk;
    this.emitter = emitter;
    this.settings = settings;
  }

  /// Works on an item on the thread that calls.
  ///
  /// @throws InterruptedException when the process stops; the item stays unfinished
  void work(Item item) throws InterruptedException {
    int deaths = item.assignment().deaths(item.record().offset());
    if (deaths >= settings.deathsMax()) {
      emitter.offer(desk.deadly(item, deaths));
    } else if (deaths > 0) {
      inTurn(item);
    } else {
      workNow(item);
    }
  }

  private void inTurn(Item item) throws InterruptedException {
    Turn turn = new Turn();
    interruptibly(item, turn);
    try {
      workNow(item);
    } finally {
      turn.end();
    }
  }

  /// For new work the emitter writes down in time that it began; what a process before this one may
  /// have died of must be written down first.
  private void workNow(Item item) throws InterruptedException {
    Assignment assignment = item.assignment();
    assignment.works(item.record().offset());
    if (assignment.isOlder(item.record().timestamp())) {
      interruptibly(item, () -> emitter.mark(assignment));
    }
    // Emitted in the same turn, so that the next suspect begins after this one is out of hand.
    emitter.offer(desk.work(item, settings.recordBytesMax()));
  }

  private interface Waiting {
    void await() throws InterruptedException;
  }

  /// A suspect's turn, which an item that was cancelled while it waited never had.
  private final class Turn implements Waiting {
    private boolean taken;

    @Override
    public void await() throws InterruptedException {
      suspects.acquire();
      taken = true;
    }

    void end() {
      if (taken) {
        suspects.release();
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
