package io.assayhub.route;

import java.io.IOException;
import org.apache.camel.Body;

/** Gives a claimed file to whom its folder belongs: a registry, else a feed. */
public final class IntakeFolder {
    private final IntakeFile results;
    private final IntakeRegistryFile subjects;

    public IntakeFolder(IntakeFile results, IntakeRegistryFile subjects) {
        this.results = results;
        this.subjects = subjects;
    }

    /** Returns {@link Taken} or {@link IntakeRegistryFile.Taken} when Kafka has acknowledged everything. */
    public Object take(@Body Delivery delivery) throws IntakeException, IOException {
        return subjects.isFor(delivery) ? subjects.take(delivery) : results.take(delivery);
    }
}
