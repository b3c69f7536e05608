package io.raptorflow.dlq.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list, the last failure first. Work that fails while somebody pages comes before the
/// pages that follow: they neither skip nor repeat work that stays as it is.
///
/// @param next cursor of the page after this one; null when nothing is left
public record DeadLetterPage(List<DeadLetterLine> lines, @Nullable String next) {
  public DeadLetterPage {
    lines = List.copyOf(lines);
  }
}
