package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Waiting items, in fair turns between workspaces; within a workspace in order of their own turns.
///
/// The workspace that was served least has the next turn, where serving is measured in seconds of
/// work: deficit round robin with a quantum of one item (Shreedhar and Varghese, 1995), whose cost
/// is estimated when it begins and settled when it ends (decision 0022). A workspace that had
/// nothing to do, or whose work was cheaper than expected, has saved up nothing. Not thread-safe.
final class FairQueue {
  /// Weight of the last work in the estimate of the next one.
  private static final double FRESH = 0.1;

  private static final double COST_MIN = 0.001;

  private final Map<String, Share> shares = new HashMap<>();
  private final TreeSet<Share> waiting =
      new TreeSet<>(
          Comparator.comparingDouble((Share share) -> share.served)
              .thenComparing(share -> share.workspace));
  private final Map<Item, Double> charged = new IdentityHashMap<>();
  private double estimate = 1;

  /// Seconds that whoever had the last turn had been served; nobody who waits falls behind it.
  private double level;

  void add(Item item) {
    Share share = shares.computeIfAbsent(item.workspace(), name -> new Share(name, estimate));
    if (share.items.isEmpty()) {
      share.served = Math.max(share.served, level);
      waiting.add(share);
    }
    share.items.add(item);
  }

  /// Takes the item whose turn it is; null when none waits. Its cost is settled by [#ends].
  @Nullable Item poll() {
    Share share = waiting.pollFirst();
    if (share == null) {
      return null;
    }
    Item item = share.items.remove();
    level = Math.max(level, share.served);
    share.served += share.estimate;
    share.working++;
    charged.put(item, share.estimate);
    if (!share.items.isEmpty()) {
      waiting.add(share);
    }
    return item;
  }

  /// Settles what an item cost that was polled.
  void ends(Item item, Duration work) {
    Double paid = charged.remove(item);
    Share share = shares.get(item.workspace());
    if (paid == null || share == null) {
      throw new IllegalStateException("the item is not at work");
    }
    double cost = Math.max(COST_MIN, work.toNanos() / 1e9);
    estimate += FRESH * (cost - estimate);
    share.estimate += FRESH * (cost - share.estimate);
    boolean waits = waiting.remove(share);
    share.served = Math.max(level, share.served + cost - paid);
    share.working--;
    if (waits) {
      waiting.add(share);
    } else if (share.working == 0) {
      shares.remove(share.workspace);
    }
  }

  /// Takes out what waits and fits.
  List<Item> remove(Predicate<Item> which) {
    List<Item> removed = new ArrayList<>();
    for (Share share : List.copyOf(waiting)) {
      share.items.removeIf(item -> which.test(item) && removed.add(item));
      if (share.items.isEmpty()) {
        waiting.remove(share);
        if (share.working == 0) {
          shares.remove(share.workspace);
        }
      }
    }
    return removed;
  }

  /// What a workspace waits for and has had.
  private static final class Share {
    private final String workspace;
    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private double estimate;
    private double served;
    private int working;

    Share(String workspace, double estimate) {
      this.workspace = workspace;
      this.estimate = estimate;
    }
  }
}
