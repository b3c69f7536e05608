package io.raptorflow.dlq.query;

import java.util.List;

/// A pattern as a tree.
sealed interface Piece {
  /// One character.
  record One(CharClass set) implements Piece {}

  /// A place between characters.
  record Edge(Place place) implements Piece {}

  record Row(List<Piece> pieces) implements Piece {}

  record Either(List<Piece> pieces) implements Piece {}

  /// @param most [#ENDLESS] for no limit
  record Repeat(Piece piece, int least, int most) implements Piece {}

  int ENDLESS = -1;

  /// Where an edge holds.
  enum Place {
    BEGIN,
    END,
    WORD_EDGE,
    NO_WORD_EDGE
  }
}
