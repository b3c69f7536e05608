package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class TopicCatalogueIT {

  @Test
  void createsEveryTopicAndLeavesItAloneTheSecondTime(Bus bus) throws Exception {
    AgentId agent = new AgentId("GRD-801");
    TopicCatalogue catalogue = new TopicCatalogue(bus, 1);
    catalogue.create(List.of(agent));

    catalogue.create(List.of(agent));

    Set<String> names = bus.admin().listTopics().names().get(10, TimeUnit.SECONDS);
    assertThat(names).contains(Topic.inbox(agent), "sys.dlq.max_retries_exceeded", "sys.claims");
    for (Guild guild : Guild.values()) {
      assertThat(names).contains(Topic.broadcast(guild));
    }
  }

  @Test
  void refusesATopicThatForgetsWhatItShouldKeep(Bus bus) throws Exception {
    AgentId agent = new AgentId("GRD-802");
    bus.admin()
        .createTopics(
            List.of(
                new NewTopic(Topic.inbox(agent), 1, (short) 1)
                    .configs(Map.of("cleanup.policy", "compact"))))
        .all()
        .get(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> new TopicCatalogue(bus, 1).create(List.of(agent)))
        .hasMessageContaining(Topic.inbox(agent))
        .hasMessageContaining("cleanup.policy");
  }

  @Test
  void refusesAClusterWithTornTransactions() {
    assertThatThrownBy(() -> TopicCatalogue.requireTransactions(1))
        .hasMessageContaining("transaction.version");
  }
}
