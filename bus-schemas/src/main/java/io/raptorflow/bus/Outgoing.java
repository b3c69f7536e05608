package io.raptorflow.bus;

import java.util.Map;

/// An event on its way out.
///
/// @param topic name of the topic
/// @param headers extra headers, by name, values UTF-8; the outbox adds the CloudEvents ones
public record Outgoing(String topic, BusEvent event, Map<String, String> headers) {
  public Outgoing {
    headers = Map.copyOf(headers);
  }

  public static Outgoing to(Topic topic, BusEvent event) {
    return new Outgoing(topic.topicName(), event, Map.of());
  }

  public static Outgoing to(String topic, BusEvent event) {
    return new Outgoing(topic, event, Map.of());
  }
}
