/// The fault campaign: the swarm as forked processes over a cluster of three brokers, faults by a
/// seeded schedule, and a checker that reads topics and the effect sink, and asks nobody.
@org.jspecify.annotations.NullMarked
package io.raptorflow.bench.chaos;
