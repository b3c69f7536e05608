package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.ingress.EventReader.Event;
import io.raptorflow.ingress.db.DataSourceSettings;
import io.raptorflow.ingress.stream.FrameTail;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  @Test
  void goesOnAtAnotherProcessAfterTheFirstOneStopped() {
    Story story = known(Story.of(live)).frame("run.accepted", "one").frame("wave.started", "two");
    List<String> all = new ArrayList<>();
    String last;
    Service first = Service.start(live.bus(), database);
    try (EventReader reader = new EventReader(first, path(story), "")) {
      live.await().untilAsserted(() -> assertThat(reader.frames()).hasSize(2));
      first.close();
      live.await().until(reader::isClosed);
      assertThat(reader.end()).hasValue("stopped");
      last = reader.frames().getLast().id();
      all.addAll(reader.texts());
    }
    story.frame("agent.answered", "while nobody listened");

    try (Service second = Service.start(live.bus(), Postgres.newDatabase())) {
      live.await()
          .untilAsserted(
              () ->
                  assertThat(second.get("/api/v3/status/" + story.run() + story.query()).status())
                      .isEqualTo(200));
      try (EventReader reader = new EventReader(second, path(story), last)) {
        story.frame("run.finished", "end");

        live.await().until(reader::isClosed);
        all.addAll(reader.texts());
        assertThat(all).containsExactly("one", "two", "while nobody listened", "end");
      }
    }
  }

  @Test
  void speaksWebSocketOnTheSamePath() {
    Story story = known(Story.of(live)).frame("run.accepted", "one");

    try (SocketReader reader = new SocketReader(service, path(story))) {
      reader.say("{\"type\":\"ping\"}");
      live.await().untilAsserted(() -> assertThat(reader.texts()).containsExactly("one"));
      story.frame("run.finished", "end");

      live.await().untilAsserted(() -> assertThat(reader.closed()).hasValue("1000 finished"));
      assertThat(reader.texts()).containsExactly("one", "end");
      assertThat(reader.messages())
          .anyMatch(message -> message.path("type").asString("").equals("pong"));
    }
  }

  @Test
  void resumesOverWebSocketWhereServerSentEventsStopped() {
    Story story = known(Story.of(live)).frame("run.accepted", "one").frame("wave.started", "two");
    String first;
    try (EventReader reader = new EventReader(service, path(story), "")) {
      live.await().untilAsserted(() -> assertThat(reader.frames()).hasSize(2));
      first = reader.frames().getFirst().id();
    }
    story.frame("run.finished", "end");

    try (SocketReader reader = new SocketReader(service, path(story) + "&resumeFrom=" + first)) {
      live.await().untilAsserted(() -> assertThat(reader.closed()).isPresent());

      assertThat(reader.texts()).containsExactly("two", "end");
    }
  }

  @Test
  void closesAClientThatDoesNotReadAndLetsItResume() throws IOException {
    IngressSettings settings =
        IngressSettings.standard()
            .with(new IngressSettings.Streams(8, 20_000, 10, Duration.ofSeconds(15)));
    Story story = known(Story.of(live)).frame("run.accepted", "first");
    String filler = "x".repeat(100_000);

    try (Service narrow = Service.start(live.bus(), settings, database);
        Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(8 * 1024);
      deaf.connect(new InetSocketAddress("127.0.0.1", narrow.port()));
      deaf.getOutputStream()
          .write(
              ("GET " + path(story) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      FrameTail tail = narrow.context().getBean(FrameTail.class);
      live.await().until(() -> tail.listening() == 1);
      for (int n = 0; n < 150; n++) {
        story.frame("agent.answered", n + filler);
      }
      story.frame("run.finished", "end");

      String heard = new String(deaf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(heard).contains("too_slow").doesNotContain("\"text\":\"end\"");
      String last =
          heard.lines().filter(line -> line.startsWith("id: ")).toList().getLast().substring(4);
      long sent = heard.lines().filter(line -> line.startsWith("id: ")).count();
      try (EventReader reader = new EventReader(narrow, path(story), last)) {
        live.await().until(reader::isClosed);
        assertThat(sent + reader.frames().size()).isEqualTo(152);
      }
    }
  }

  @Test
  void givesASignOfLifeWhenNothingHappens() {
    IngressSettings settings =
        IngressSettings.standard()
            .with(new IngressSettings.Streams(8, 100, 10, Duration.ofMillis(50)));
    Story story = known(Story.of(live));

    try (Service lively = Service.start(live.bus(), settings, database);
        EventReader reader = new EventReader(lively, path(story), "")) {
      live.await().untilAsserted(() -> assertThat(reader.comments()).contains(": alive"));
    }
  }

  @Test
  void turnsAwayMoreClientsThanItCanServe() {
    IngressSettings settings =
        IngressSettings.standard()
            .with(new IngressSettings.Streams(8, 100, 1, Duration.ofSeconds(15)));
    Story story = known(Story.of(live)).frame("run.accepted", "one");

    try (Service small = Service.start(live.bus(), settings, database);
        EventReader first = new EventReader(small, path(story), "")) {
      live.await().untilAsserted(() -> assertThat(first.frames()).hasSize(1));
      try (EventReader second = new EventReader(small, path(story), "")) {
        live.await().until(second::isClosed);

        assertThat(second.end()).hasValue("full");
      }
    }
  }

  @Test
  void hidesFramesFromOthersAndRefusesPositionsThatAreNone() {
    Story story = known(Story.of(live)).frame("run.accepted", "one");
    String foreign = "/api/v3/runs/" + story.run() + "/stream?workspace=somebody-else";

    assertThat(service.get(foreign).status()).isEqualTo(404);
    assertThat(service.get(path(story), "Last-Event-ID", "nonsense").status()).isEqualTo(422);
    assertThat(service.get(path(story), "Last-Event-ID", "0:999999999").status()).isEqualTo(410);
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
