package io.raptorflow.dlq;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// Gives all stores of a process one piece of memory outside of the heap. Each partition has stores
/// of its own, and by default each of them may take 98 MB (Kafka Streams, "Memory management",
/// RocksDB).
///
/// Public because Kafka Streams makes it by its name. Thread-safe.
public final class SharedMemory implements RocksDBConfigSetter {
  /// For blocks that are read, indexes, filters, and what is not yet written to files.
  static final long BYTES = 96L * 1024 * 1024;

  private static final long UNWRITTEN_BYTES = 48L * 1024 * 1024;
  private static final long BUFFER_BYTES = 8L * 1024 * 1024;
  private static final double SHARE_OF_INDEXES = 0.1;

  // They live as long as the process, and so does what Kafka Streams opens with them.
  private static final LRUCache CACHE;
  private static final WriteBufferManager UNWRITTEN;

  static {
    RocksDB.loadLibrary();
    CACHE = new LRUCache(BYTES, -1, false, SHARE_OF_INDEXES);
    UNWRITTEN = new WriteBufferManager(UNWRITTEN_BYTES, CACHE);
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configuration) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(UNWRITTEN);
    options.setWriteBufferSize(BUFFER_BYTES);
  }

  @Override
  public void close(String store, Options options) {
    // The shared pieces go on; nothing else was made here.
  }
}
