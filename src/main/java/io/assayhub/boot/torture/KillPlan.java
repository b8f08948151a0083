package io.assayhub.boot.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Which kills a series makes, by seed alone: every kind once in a random order, and again in another. */
final class KillPlan {
    private static final int SMALLEST_FILE = LabLoad.SMALLEST_FILE;

    private KillPlan() {}

    static List<Kill> of(Series series, int kills, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Kill> plan = new ArrayList<>();
        List<KillKind> round = new ArrayList<>();
        for (int number = 1; number <= kills; number++) {
            if (round.isEmpty()) {
                round.addAll(kinds(series));
                Collections.shuffle(round, new Random(random.nextLong()));
            }
            plan.add(new Kill(
                    number,
                    round.remove(round.size() - 1),
                    random.nextInt(series.hubs()),
                    1 + random.nextInt(SMALLEST_FILE - 25),
                    1 + random.nextInt(SMALLEST_FILE - 25),
                    random.nextInt(600)));
        }
        return plan;
    }

    private static List<KillKind> kinds(Series series) {
        return Arrays.stream(KillKind.values())
                .filter(kind -> series.brokers() > 0 || (kind != KillKind.BROKER && kind != KillKind.BOTH))
                .toList();
    }
}
