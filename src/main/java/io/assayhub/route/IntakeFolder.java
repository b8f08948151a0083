package io.assayhub.route;

import java.io.IOException;
import org.apache.camel.Body;

/** Gives a claimed file to whom its folder belongs: a registry, a list of expected specimens, else a feed. */
public final class IntakeFolder {
    private final IntakeFile results;
    private final IntakeRegistryFile subjects;
    private final IntakeSpecimenList specimens;

    public IntakeFolder(IntakeFile results, IntakeRegistryFile subjects, IntakeSpecimenList specimens) {
        this.results = results;
        this.subjects = subjects;
        this.specimens = specimens;
    }

    /** Returns {@link Taken} or {@link TakenList} when Kafka has acknowledged everything. */
    public Object take(@Body Delivery delivery) throws IntakeException, IOException {
        if (subjects.isFor(delivery)) {
            return subjects.take(delivery);
        }
        return specimens.isFor(delivery) ? specimens.take(delivery) : results.take(delivery);
    }
}
