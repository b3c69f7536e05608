package io.raptorflow.guild.matrix.computed;

import io.raptorflow.campaign.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/// Divides coins over channels by what is known of each.
final class ChannelSplit {
  private final FlightMoney money;
  private final AllocatorSettings settings;
  private final List<String> owned = new ArrayList<>();
  private final Map<String, ResponseCurve> proven = new LinkedHashMap<>();
  private final List<String> unproven = new ArrayList<>();
  private final NavigableMap<String, ChannelEvidence> evidence;
  private final Map<String, Long> coins = new LinkedHashMap<>();

  ChannelSplit(
      FlightMoney money,
      AllocatorSettings settings,
      NavigableMap<String, ChannelEvidence> evidence) {
    this.money = money;
    this.settings = settings;
    this.evidence = evidence;
    evidence.forEach(
        (channel, known) -> {
          if (Channel.OWNED.contains(channel)) {
            owned.add(channel);
          } else if (known instanceof ChannelEvidence.Curve(ResponseCurve fit, var days)) {
            proven.put(channel, fit);
          } else {
            unproven.add(channel);
          }
        });
  }

  /// Coins by channel: floors and caps hold, and the sum is at most what is available.
  Map<String, Long> coins() {
    long paidFloors = floors(proven.keySet().stream().toList()) + floors(unproven);
    long rest = money.available() - owned(money.available() - paidFloors);
    long provenFloors = floors(proven.keySet().stream().toList());
    long provenMost = proven.keySet().stream().mapToLong(this::most).sum();
    long unprovenMost = unproven.stream().mapToLong(money::cap).sum();
    long trial = proven.isEmpty() ? rest : (long) Math.floor(rest * settings.unprovenShare());
    long pool = Math.clamp(trial, floors(unproven), Math.max(floors(unproven), unprovenMost));
    pool = Math.min(pool, rest - provenFloors);
    // What the curves cannot take goes to the channels that are still to be learned.
    pool = Math.max(pool, Math.min(unprovenMost, rest - provenMost));
    equal(pool);
    curves(Math.min(rest - pool, provenMost));
    return Map.copyOf(coins);
  }

  /// Owned channels get what they cost to run, at least their floor; returns what they took.
  private long owned(long left) {
    long taken = 0;
    long floors = floors(owned);
    for (String channel : owned) {
      long floor = money.floor(channel);
      floors -= floor;
      long need =
          evidence.get(channel) instanceof ChannelEvidence.Capacity capacity
              ? money.coins(capacity.costPerDay() * money.days())
              : 0;
      long most = Math.min(money.cap(channel), left - taken - floors);
      long amount = Math.clamp(need, floor, Math.max(floor, most));
      coins.put(channel, amount);
      taken += amount;
    }
    return taken;
  }

  private void equal(long pool) {
    List<EqualShare.Bounds> bounds =
        unproven.stream()
            .map(channel -> new EqualShare.Bounds(money.floor(channel), money.cap(channel)))
            .toList();
    long[] amounts = EqualShare.split(bounds, pool);
    for (int i = 0; i < amounts.length; i++) {
      coins.put(unproven.get(i), amounts[i]);
    }
  }

  private void curves(long pool) {
    List<String> names = List.copyOf(proven.keySet());
    double coin = Math.pow(10, -money.digits());
    List<ConcaveAllocation.Curve> curves =
        names.stream()
            .map(
                channel -> {
                  ResponseCurve fit = fit(channel);
                  return new ConcaveAllocation.Curve(
                      fit.beta() * money.days(),
                      fit.half() * money.days(),
                      money.floor(channel) * coin,
                      most(channel) * coin);
                })
            .toList();
    double[] amounts = ConcaveAllocation.split(curves, pool * coin);
    long taken = 0;
    for (int i = 0; i < amounts.length; i++) {
      long amount =
          Math.clamp(money.coins(amounts[i]), money.floor(names.get(i)), most(names.get(i)));
      coins.put(names.get(i), amount);
      taken += amount;
    }
    settle(names, curves, pool - taken, coin);
  }

  /// Gives the coins that rounding left, or takes those it gave too many, where they matter most or
  /// least.
  private void settle(
      List<String> names, List<ConcaveAllocation.Curve> curves, long rest, double coin) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparingDouble(
            (Integer i) -> -curves.get(i).marginal(coins.getOrDefault(names.get(i), 0L) * coin)));
    long left = rest;
    for (int i : left >= 0 ? order : order.reversed()) {
      String channel = names.get(i);
      long now = coins.getOrDefault(channel, 0L);
      long next = Math.clamp(now + left, money.floor(channel), most(channel));
      coins.put(channel, next);
      left -= next - now;
    }
  }

  private ResponseCurve fit(String channel) {
    ResponseCurve fit = proven.get(channel);
    if (fit == null) {
      throw new IllegalArgumentException("channel " + channel + " has no curve");
    }
    return fit;
  }

  /// Cap of a proven channel: the brief's, or as far as the curve may be trusted; never below the
  /// floor.
  private long most(String channel) {
    double trusted = fit(channel).spendMax() * settings.extrapolationMax() * money.days();
    return Math.max(money.floor(channel), Math.min(money.cap(channel), money.coins(trusted)));
  }

  private long floors(List<String> channels) {
    return channels.stream().mapToLong(money::floor).sum();
  }
}
