package io.raptorflow.dlq;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Sha256;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A page of failed work, the last failure first. What fails while somebody turns pages stands
/// before all pages that follow, so nothing is shown twice and nothing that stays as it is is left
/// out. A work that fails again meanwhile moves to the front: it is on the first page, not on this
/// one. Pure.
///
/// @param total rows on this page and on those behind it
/// @param next where the next page begins; empty after the last
public record RowPage(List<RetryRow> rows, int total, Optional<Mark> next) {
  private static final Comparator<RetryRow> ORDER =
      Comparator.comparing(RetryRow::lastFailedAt).reversed().thenComparing(RetryRow::key);

  public RowPage {
    rows = List.copyOf(rows);
  }

  /// A place behind a row, under one filter.
  ///
  /// @param filter a hash of the filter; pages of one filter say nothing of another
  public record Mark(String filter, Instant lastFailedAt, UUID work) {
    private static final int HASH_DIGITS = 12;

    private static Mark behind(RetryRow row, DeadLetterQuery query) {
      return new Mark(hash(query), row.lastFailedAt(), row.work().value());
    }

    private static String hash(DeadLetterQuery query) {
      return Sha256.hex(query.toString()).substring(0, HASH_DIGITS);
    }

    private boolean isBefore(RetryRow row) {
      int time = lastFailedAt.compareTo(row.lastFailedAt());
      return time > 0 || time == 0 && work.toString().compareTo(row.key()) < 0;
    }

    /// Reads what [#toString] wrote.
    ///
    /// @throws IllegalArgumentException when the text is no mark
    public static Mark parse(String text) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", -1);
        if (parts.length == 3) {
          return new Mark(parts[0], Instant.parse(parts[1]), UUID.fromString(parts[2]));
        }
      } catch (IllegalArgumentException | DateTimeException wrong) {
        throw new IllegalArgumentException(complaint(text), wrong);
      }
      throw new IllegalArgumentException(complaint(text));
    }

    private static String complaint(String text) {
      return "'%s' is no cursor; a cursor is what an earlier page ended with".formatted(text);
    }

    /// Opaque text without spaces.
    @Override
    public String toString() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              String.join(" ", filter, lastFailedAt.toString(), work.toString())
                  .getBytes(StandardCharsets.UTF_8));
    }
  }

  /// The page behind a mark, or the first one.
  ///
  /// @param rows everything that the filter admits, in any order
  /// @param limit rows on the page, at most; at least 1
  /// @throws IllegalArgumentException when the mark belongs to another filter
  public static RowPage of(
      Collection<RetryRow> rows, DeadLetterQuery query, Optional<Mark> mark, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has at least 1 row, was " + limit);
    }
    mark.filter(given -> !given.filter().equals(Mark.hash(query)))
        .ifPresent(
            _ -> {
              throw new IllegalArgumentException(
                  "the cursor belongs to another filter; give the filter of the page before it");
            });
    List<RetryRow> behind =
        rows.stream()
            .filter(row -> mark.isEmpty() || mark.get().isBefore(row))
            .sorted(ORDER)
            .toList();
    List<RetryRow> page = behind.subList(0, Math.min(limit, behind.size()));
    return new RowPage(
        page,
        behind.size(),
        page.size() < behind.size()
            ? Optional.of(Mark.behind(page.getLast(), query))
            : Optional.empty());
  }
}
