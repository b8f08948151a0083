package io.assayhub.index;

import io.assayhub.wire.InstanceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The hubs of this cluster that have not stopped in order. */
public final class InstanceQueries {
    /** One that has not written for so long is gone, or hangs. */
    public static final Duration SILENCE = Duration.ofSeconds(60);

    /** How long instances may differ after the last start: mappings are changed one instance after the other. */
    public static final Duration CHANGE = Duration.ofMinutes(10);

    private final Rows rows;

    InstanceQueries(Rows rows) {
        this.rows = rows;
    }

    /** By name. */
    public List<InstanceRecord> all() {
        return rows.list(
                row -> InstanceRecord.fromJson(row.getBytes(1)), "SELECT record FROM instance ORDER BY name LIMIT 200");
    }

    /** Whether an instance has written lately. */
    public static boolean isAlive(InstanceRecord instance, Instant now) {
        return Instant.parse(instance.at()).isAfter(now.minus(SILENCE));
    }

    /** Whether those that are alive read with the same mappings, or one of them was started a moment ago. */
    public boolean agree(Instant now) {
        List<InstanceRecord> alive = all().stream().filter(i -> isAlive(i, now)).toList();
        boolean changing = alive.stream()
                .map(InstanceRecord::started)
                .map(Instant::parse)
                .max(Comparator.naturalOrder())
                .map(last -> last.isAfter(now.minus(CHANGE)))
                .orElse(false);
        return changing
                || alive.stream().map(InstanceRecord::mappings).distinct().count() <= 1;
    }
}
