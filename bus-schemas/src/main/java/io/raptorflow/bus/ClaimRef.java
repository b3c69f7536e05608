package io.raptorflow.bus;

/// Where the bytes of a large payload lie on `sys.claims`: `chunks` records with this `key`, in
/// order, from `offset` on; records of others may lie between.
public record ClaimRef(int partition, long offset, int chunks, String key) {
  public ClaimRef {
    if (partition < 0 || offset < 0 || chunks < 1) {
      throw new IllegalArgumentException(
          "a claim needs partition >= 0, offset >= 0 and chunks >= 1, was %d, %d, %d"
              .formatted(partition, offset, chunks));
    }
  }
}
