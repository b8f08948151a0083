package io.assayhub.ledger.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Keeps all RocksDB stores of this process within about 48 MiB outside the heap, however many partitions it owns. Kafka
 * Streams' own default is 50 MiB of cache and up to 48 MiB of write buffers for each store of each partition.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    private static final long CACHE_BYTES = 48L << 20;
    private static final long WRITE_BUFFERS_BYTES = 16L << 20;
    private static final long WRITE_BUFFER_BYTES = 2L << 20;

    static {
        RocksDB.loadLibrary();
    }

    /** Index and filter blocks get at most this share, so that they cannot drive out data. */
    private static final double INDEX_SHARE = 0.2;

    private static final Cache CACHE = new LRUCache(CACHE_BYTES, -1, false, INDEX_SHARE);
    /** Charged to the cache: its bytes are part of the 48 MiB. */
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache and the write buffers are shared by all stores and live as long as the process.
    }
}
