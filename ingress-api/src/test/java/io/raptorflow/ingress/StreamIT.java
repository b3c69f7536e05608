package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.ingress.EventReader.Event;
import io.raptorflow.ingress.db.DataSourceSettings;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BusFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamIT {
  private final LiveBus live;
  private final DataSourceSettings database = Postgres.newDatabase();
  private final Service service;

  StreamIT(LiveBus live) {
    this.live = live;
    this.service = Service.start(live.bus(), database);
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void showsALateClientEverythingThenWhatComes() {
    Story story = known(Story.of(live)).frame("run.accepted", "one").frame("wave.started", "two");

    try (EventReader reader = new EventReader(service, path(story), "")) {
      live.await().untilAsserted(() -> assertThat(reader.frames()).hasSize(2));
      story.frame("agent.answered", "three").frame("run.finished", "four");

      live.await().until(reader::isClosed);
      assertThat(reader.texts()).containsExactly("one", "two", "three", "four");
      assertThat(reader.end()).hasValue("finished");
    }
  }

  @Test
  void continuesAfterTheLastEventWithoutGapOrDuplicate() {
    Story story = known(Story.of(live));
    for (int n = 0; n < 20; n++) {
      story.frame("agent.answered", "frame " + n);
    }
    List<Event> first = new ArrayList<>();
    try (EventReader reader = new EventReader(service, path(story), "")) {
      live.await().untilAsserted(() -> assertThat(reader.frames()).hasSize(20));
      first.addAll(reader.frames().subList(0, 7));
    }
    story.frame("run.finished", "end");

    try (EventReader reader = new EventReader(service, path(story), first.getLast().id())) {
      live.await().until(reader::isClosed);

      List<String> all = new ArrayList<>(first.stream().map(Event::text).toList());
      all.addAll(reader.texts());
      assertThat(all).hasSize(21).doesNotHaveDuplicates().endsWith("end");
    }
  }

  @Test
  void tellsAClientThatHasSeenAllNotToComeBack() {
    Story story = known(Story.of(live)).frame("run.finished", "end");
    String last;
    try (EventReader reader = new EventReader(service, path(story), "")) {
      live.await().until(reader::isClosed);
      last = reader.frames().getLast().id();
    }

    try (EventReader again = new EventReader(service, path(story), last)) {
      assertThat(again.status()).isEqualTo(204);
    }
  }

  private Story known(Story story) {
    story.planned();
    live.await()
        .untilAsserted(
            () ->
                assertThat(service.get("/api/v3/status/" + story.run() + story.query()).status())
                    .isEqualTo(200));
    return story;
  }

  private static String path(Story story) {
    return "/api/v3/runs/" + story.run() + "/stream" + story.query();
  }
}
