package io.assayhub.mapping;

import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds entries of one transfer that share an id but differ, in memory that does not grow with the transfer: beyond 131,072
 * entries (8 MiB), ids are spread over files by their first bits and looked at file by file.
 */
final class CollisionFinder implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 17;
    private static final int BUCKETS = 64;
    private static final int MOST_LISTED = 10_000;

    /** Open addressing over id (two longs) and source hash (two longs); a slot is empty when all are zero. */
    private long[] slots = new long[4 * 1024];

    /** How many entries of a slot's id were equal so far. */
    private int[] equal = new int[1024];

    private int used;
    private final Set<ObservationId> differing = new HashSet<>();
    private long entries;
    private boolean tooMany;
    private Path folder;
    private DataOutputStream[] buckets;

    /**
     * @param entries how many entries have one of the ids
     * @param tooMany more ids than can be listed
     */
    record Found(Set<ObservationId> ids, long entries, boolean tooMany) {}

    void add(Hash128 id, Hash128 sourceHash) throws IOException {
        if (buckets == null && used == IN_MEMORY) {
            spill();
        }
        if (buckets != null) {
            write(id, sourceHash);
        } else {
            put(id, sourceHash, 1);
        }
    }

    /** Looks through all that was added; to be called once. */
    Found find() throws IOException {
        if (buckets != null) {
            for (DataOutputStream bucket : buckets) {
                bucket.close();
            }
            for (int i = 0; i < BUCKETS && !tooMany; i++) {
                slots = new long[4 * 1024];
                equal = new int[1024];
                used = 0;
                read(folder.resolve(Integer.toString(i)));
            }
        }
        return new Found(Set.copyOf(differing), entries, tooMany);
    }

    private void put(Hash128 id, Hash128 hash, int times) {
        if (2 * (used + 1) > slots.length / 4) {
            grow();
        }
        int mask = slots.length / 4 - 1;
        int at = (int) id.low() & mask;
        while (true) {
            int slot = 4 * at;
            long high = slots[slot];
            long low = slots[slot + 1];
            if (high == 0 && low == 0) {
                slots[slot] = id.high();
                slots[slot + 1] = id.low();
                slots[slot + 2] = hash.high();
                slots[slot + 3] = hash.low();
                equal[at] = times;
                used++;
                return;
            }
            if (high == id.high() && low == id.low()) {
                repeated(id, at, slots[slot + 2] != hash.high() || slots[slot + 3] != hash.low());
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /** Once two entries of an id differ, all of its entries are rejected, the equal ones too. */
    private void repeated(Hash128 id, int at, boolean differs) {
        ObservationId name = new ObservationId(id.hex());
        if (differing.contains(name)) {
            entries++;
        } else if (differs) {
            if (differing.size() == MOST_LISTED) {
                tooMany = true;
                return;
            }
            differing.add(name);
            entries += equal[at] + 1L;
        } else {
            equal[at]++;
        }
    }

    private void grow() {
        long[] old = slots;
        int[] oldEqual = equal;
        slots = new long[old.length * 2];
        equal = new int[oldEqual.length * 2];
        used = 0;
        for (int slot = 0; slot < old.length; slot += 4) {
            if (old[slot] != 0 || old[slot + 1] != 0) {
                put(
                        new Hash128(old[slot], old[slot + 1]),
                        new Hash128(old[slot + 2], old[slot + 3]),
                        oldEqual[slot / 4]);
            }
        }
    }

    private void spill() throws IOException {
        folder = Files.createTempDirectory("assay-hub-collisions");
        buckets = new DataOutputStream[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            Path file = folder.resolve(Integer.toString(i));
            buckets[i] = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 14));
        }
        for (int slot = 0; slot < slots.length; slot += 4) {
            if (slots[slot] != 0 || slots[slot + 1] != 0) {
                Hash128 id = new Hash128(slots[slot], slots[slot + 1]);
                // Entries of an id that differs already are counted already: one record keeps the rest of them in step.
                int times = differing.contains(new ObservationId(id.hex())) ? 1 : equal[slot / 4];
                for (int i = 0; i < times; i++) {
                    write(id, new Hash128(slots[slot + 2], slots[slot + 3]));
                }
            }
        }
        slots = new long[4];
        equal = new int[1];
    }

    private void write(Hash128 id, Hash128 hash) throws IOException {
        DataOutputStream out = buckets[(int) (id.high() >>> 58)];
        out.writeLong(id.high());
        out.writeLong(id.low());
        out.writeLong(hash.high());
        out.writeLong(hash.low());
    }

    private void read(Path file) throws IOException {
        long records = Files.size(file) / 32;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (long i = 0; i < records && !tooMany; i++) {
                put(new Hash128(in.readLong(), in.readLong()), new Hash128(in.readLong(), in.readLong()), 1);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (folder == null) {
            return;
        }
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i].close();
            Files.deleteIfExists(folder.resolve(Integer.toString(i)));
        }
        Files.deleteIfExists(folder);
    }
}
