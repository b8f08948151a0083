package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CollisionFinderTest {
    private static final Hash128 ONE = new Hash128(1, 1);
    private static final Hash128 OTHER = new Hash128(2, 2);

    private record Added(Hash128 id, Hash128 sourceHash) {}

    @Test
    void equalEntriesOfAnIdAreNoCollision() throws IOException {
        assertThat(find(List.of(new Added(id(1), ONE), new Added(id(2), OTHER), new Added(id(1), ONE)))
                        .ids())
                .isEmpty();
    }

    @Test
    void countsAllEntriesOfAnIdThatDiffersWhicheverComesFirst() throws IOException {
        List<Added> entries = new ArrayList<>(List.of(
                new Added(id(1), ONE),
                new Added(id(1), ONE),
                new Added(id(1), OTHER),
                new Added(id(1), ONE),
                new Added(id(2), ONE)));
        for (int i = 0; i < entries.size(); i++) {
            Collections.rotate(entries, 1);
            CollisionFinder.Found found = find(entries);
            assertThat(found.ids()).containsExactly(new ObservationId(id(1).hex()));
            assertThat(found.entries()).isEqualTo(4);
        }
    }

    @Test
    void findsTheSameAsAMapWouldInMemory() throws IOException {
        agreesWithAMap(20_000, 15_000, 3);
    }

    @Test
    void findsTheSameAsAMapWouldBeyondItsMemory() throws IOException {
        agreesWithAMap(1_100_000, 5_000, 5);
    }

    @Test
    void givesUpListingBeyondTenThousandIds() throws IOException {
        List<Added> entries = new ArrayList<>();
        for (int i = 1; i <= 10_001; i++) {
            entries.add(new Added(id(i), ONE));
            entries.add(new Added(id(i), OTHER));
        }
        assertThat(find(entries).tooMany()).isTrue();
        assertThat(find(entries.subList(0, 20_000)).tooMany()).isFalse();
        assertThat(find(entries.subList(0, 20_000)).entries()).isEqualTo(20_000);
    }

    /**
     * Adds each id once with one hash, and between and after them some again, now and then with another hash.
     *
     * @param distinct ids
     * @param repeats behind them
     */
    private static void agreesWithAMap(int distinct, int repeats, int seed) throws IOException {
        Random random = new Random(seed);
        Map<Integer, Integer> again = new HashMap<>();
        Set<Integer> differing = new HashSet<>();
        CollisionFinder.Found found;
        try (CollisionFinder finder = new CollisionFinder()) {
            for (int i = 1; i <= distinct + repeats; i++) {
                if (i <= distinct) {
                    finder.add(id(i), ONE);
                }
                if (i > distinct || random.nextInt(200) == 0) {
                    int earlier = 1 + random.nextInt(Math.min(i, distinct / 3));
                    boolean differs = random.nextInt(20) == 0;
                    finder.add(id(earlier), differs ? OTHER : ONE);
                    again.merge(earlier, 1, Integer::sum);
                    if (differs) {
                        differing.add(earlier);
                    }
                }
            }
            found = finder.find();
        }
        assertThat(differing).hasSizeGreaterThan(100);
        assertThat(found.tooMany()).isFalse();
        assertThat(found.ids())
                .isEqualTo(differing.stream()
                        .map(i -> new ObservationId(id(i).hex()))
                        .collect(Collectors.toSet()));
        assertThat(found.entries())
                .isEqualTo(differing.stream().mapToLong(i -> 1L + again.get(i)).sum());
    }

    private static CollisionFinder.Found find(List<Added> entries) throws IOException {
        try (CollisionFinder finder = new CollisionFinder()) {
            for (Added added : entries) {
                finder.add(added.id, added.sourceHash);
            }
            return finder.find();
        }
    }

    /** Spread like the hashes that ids are. */
    private static Hash128 id(long number) {
        return new Hash128(number * 0x9E3779B97F4A7C15L, Long.reverse(number) ^ number * 0xC2B2AE3D27D4EB4FL);
    }
}
