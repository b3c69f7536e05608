package io.raptorflow.agent.host;

import io.raptorflow.agent.Agent;
import io.raptorflow.agent.AgentCatalog;
import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.AgentRunner;
import io.raptorflow.agent.OutputSchema;
import io.raptorflow.bus.AgentCard;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Heartbeat;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.InboxStatus;
import io.raptorflow.bus.kafka.Outbox;
import io.raptorflow.bus.kafka.RunControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Every agent of a catalogue at work: one inbox and one consumer group each, announced on
/// `sys.agent.registry`, with a heartbeat every 30 s.
public final class GuildHost implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(GuildHost.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  private final AgentCatalog catalog;
  private final AgentRunner runner;
  private final Bus bus;
  private final RunControl control;
  private final Settings settings;
  private final Map<AgentId, Inbox> inboxes = new LinkedHashMap<>();
  private volatile ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean running;

  /// How the agents are hosted.
  ///
  /// @param host name of this process in heartbeats
  public record Settings(String host, InboxSettings inbox) {}

  public GuildHost(
      AgentCatalog catalog, AgentRunner runner, Bus bus, RunControl control, Settings settings) {
    this.catalog = catalog;
    this.runner = runner;
    this.bus = bus;
    this.control = control;
    this.settings = settings;
  }

  @Override
  public synchronized void start() {
    if (running) {
      return;
    }
    List<Outgoing> cards = new ArrayList<>();
    for (Agent agent : catalog.agents()) {
      AgentId id = agent.file().facts().id();
      Inbox inbox =
          new Inbox(
              bus,
              settings.inbox(),
              Topic.inbox(id),
              id.group(),
              new AgentHost(agent, runner, bus),
              control);
      inboxes.put(id, inbox);
      inbox.start();
      cards.add(Outgoing.to(Topic.AGENT_REGISTRY, card(agent)));
    }
    bus.outbox().publishAll(cards);
    pulse = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    var _ =
        pulse.scheduleAtFixedRate(
            this::beat, HEARTBEAT.toSeconds(), HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
    running = true;
  }

  /// Waits until every agent has its partitions.
  ///
  /// @return whether all had them in time
  public boolean awaitAssignment(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    for (Inbox inbox : inboxes.values()) {
      if (!inbox.awaitAssignment(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
        return false;
      }
    }
    return true;
  }

  /// How each agent's inbox stands.
  public Map<AgentId, InboxStatus> status() {
    Map<AgentId, InboxStatus> status = new LinkedHashMap<>();
    inboxes.forEach((id, inbox) -> status.put(id, inbox.status()));
    return Collections.unmodifiableMap(status);
  }

  private AgentCard card(Agent agent) {
    AgentFile.Facts facts = agent.file().facts();
    return new AgentCard(
        facts.id(),
        facts.name(),
        facts.id().guild().label(),
        facts.does(),
        facts.engine().name().toLowerCase(Locale.ROOT),
        facts.tier().name().toLowerCase(Locale.ROOT),
        facts.output(),
        agent instanceof Agent.ModelAgent ? OutputSchema.of(agent.output()).text() : "{}",
        facts.tools(),
        agent.file().hash(),
        Topic.inbox(facts.id()),
        facts.id().group(),
        bus.time().instant());
  }

  private void beat() {
    try {
      List<Outgoing> beats = new ArrayList<>();
      status()
          .forEach(
              (id, inbox) ->
                  beats.add(
                      Outgoing.to(
                          Topic.HEARTBEAT,
                          new Heartbeat(
                              id,
                              settings.host(),
                              inbox.inFlight(),
                              inbox.done(),
                              inbox.failed(),
                              bus.time().instant()))));
      bus.outbox().publishAll(beats);
    } catch (Outbox.NotPublished unheard) {
      LOG.atWarn().setCause(unheard).log("heartbeat could not be sent");
    }
  }

  @Override
  public synchronized void stop() {
    pulse.shutdownNow();
    List<Thread> stopping =
        inboxes.values().stream().map(inbox -> Thread.ofVirtual().start(inbox::stop)).toList();
    for (Thread thread : stopping) {
      try {
        thread.join();
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    inboxes.clear();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
