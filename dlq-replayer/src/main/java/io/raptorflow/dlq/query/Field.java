package io.raptorflow.dlq.query;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a comparison looks at.
sealed interface Field {
  /// Where the value lies; the later ones cost a look into the log.
  enum Source {
    ROW,
    HEADERS,
    PAYLOAD
  }

  /// Whether a value may be missing; only then `null` makes sense.
  enum Presence {
    ALWAYS,
    OPTIONAL
  }

  FieldType type();

  Presence presence();

  Source source();

  /// How it is written.
  String text();

  /// What the replayer's row says.
  enum OfRow implements Field {
    WORK(FieldType.ID, Presence.ALWAYS),
    STATUS(FieldType.CHOICE, Presence.ALWAYS),
    AGENT(FieldType.TEXT, Presence.ALWAYS),
    GROUP(FieldType.TEXT, Presence.ALWAYS),
    WORKSPACE(FieldType.TEXT, Presence.ALWAYS),
    RUN(FieldType.ID, Presence.OPTIONAL),
    REASON(FieldType.CHOICE, Presence.ALWAYS),
    FINGERPRINT(FieldType.TEXT, Presence.ALWAYS),
    MESSAGE(FieldType.TEXT, Presence.ALWAYS),
    TOPIC(FieldType.TEXT, Presence.ALWAYS),
    FAILURES(FieldType.COUNT, Presence.ALWAYS),
    REPLAYS(FieldType.COUNT, Presence.ALWAYS),
    AGE(FieldType.DURATION, Presence.ALWAYS),
    IDLE(FieldType.DURATION, Presence.ALWAYS),
    FIRST(FieldType.TIME, Presence.ALWAYS),
    LAST(FieldType.TIME, Presence.ALWAYS),
    DUE(FieldType.TIME, Presence.OPTIONAL),
    HELD(FieldType.FLAG, Presence.ALWAYS),
    EDITED(FieldType.FLAG, Presence.ALWAYS),
    OPERATION(FieldType.ID, Presence.OPTIONAL);

    private final FieldType type;
    private final Presence presence;

    OfRow(FieldType type, Presence presence) {
      this.type = type;
      this.presence = presence;
    }

    @Override
    public FieldType type() {
      return type;
    }

    @Override
    public Presence presence() {
      return presence;
    }

    @Override
    public Source source() {
      return Source.ROW;
    }

    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A header of the dead letter, by its exact name.
  record OfHeader(String name) implements Field {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_$.-]+");

    @Override
    public FieldType type() {
      return FieldType.TEXT;
    }

    @Override
    public Presence presence() {
      return Presence.OPTIONAL;
    }

    @Override
    public Source source() {
      return Source.HEADERS;
    }

    @Override
    public String text() {
      return "header." + (BARE.matcher(name).matches() ? name : Quotes.quoted(name));
    }
  }

  /// A place in the body.
  record OfPayload(List<Step> path) implements Field {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_$-]+");

    public OfPayload {
      path = List.copyOf(path);
    }

    @Override
    public FieldType type() {
      return FieldType.JSON;
    }

    @Override
    public Presence presence() {
      return Presence.OPTIONAL;
    }

    @Override
    public Source source() {
      return Source.PAYLOAD;
    }

    @Override
    public String text() {
      StringBuilder text = new StringBuilder("payload.$");
      for (Step step : path) {
        switch (step) {
          case Step.Name(String name) ->
              text.append('.').append(BARE.matcher(name).matches() ? name : Quotes.quoted(name));
          case Step.Index(int index) -> text.append('[').append(index).append(']');
        }
      }
      return text.toString();
    }
  }

  /// One step into the body.
  sealed interface Step {
    /// Into an object.
    record Name(String name) implements Step {}

    /// Into a list, from 0.
    record Index(int index) implements Step {}
  }
}
