package io.assayhub.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.ErrorCode;
import io.assayhub.registry.SpecimenTable.Outcome;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.SpecimenRecord.Listing;
import io.assayhub.wire.SpecimenRecord.Status;
import org.junit.jupiter.api.Test;

class SpecimenTableTest {
    private final SpecimenTable table = new SpecimenTable("edc");

    @Test
    void tellsWhatANewerFileChanges() {
        put(specimen("edc", "A-1", Status.PLANNED));
        put(specimen("edc", "A-2", Status.PLANNED));
        put(specimen("edc", "A-3", Status.PLANNED));
        put(specimen("other", "A-4", Status.PLANNED));

        assertThat(lay(specimen("edc", "A-1", Status.COLLECTED))).isEqualTo(Outcome.CHANGED);
        assertThat(lay(specimen("edc", "A-2", Status.PLANNED))).isEqualTo(Outcome.UNCHANGED);
        assertThat(lay(specimen("edc", "A-4", Status.PLANNED))).isEqualTo(Outcome.ADDED);
        assertThat(lay(specimen("edc", "A-2", Status.COLLECTED))).isEqualTo(Outcome.TWICE);
        assertThat(table.left())
                .containsExactly(specimen("edc", "A-3", Status.PLANNED).key());
    }

    @Test
    void aTombstoneForgets() {
        SpecimenRecord specimen = specimen("edc", "A-1", Status.PLANNED);
        put(specimen);
        table.put(specimen.key().getBytes(US_ASCII), null);

        assertThat(table.left()).isEmpty();
        assertThat(lay(specimen)).isEqualTo(Outcome.ADDED);
    }

    @Test
    void anOlderFileIsToldByTheTimeOfItsListAlone() {
        assertThat(table.isNewerThan(10)).isFalse();
        Listing other = new Listing("other", "", "f.csv", 30, 1, 0);
        table.put(other.key(), other.toJson());
        assertThat(table.isNewerThan(10)).isFalse();
        Listing listing = new Listing("edc", "", "f.csv", 20, 1, 0);
        table.put(listing.key(), listing.toJson());
        assertThat(table.isNewerThan(10)).isTrue();
        assertThat(table.isNewerThan(20)).as("the same file once more").isFalse();
    }

    @Test
    void refusesTheSecondOfTheSame() {
        assertThat(table.refuse(specimen("edc", "A-1", Status.PLANNED))).isEmpty();
        assertThat(table.refuse(specimen("edc", "A-1", Status.COLLECTED))).contains(ErrorCode.SPECIMEN_TWICE);
        assertThat(table.size()).isEqualTo(1);
        table.begin();
        assertThat(lay(specimen("edc", "A-1", Status.PLANNED))).isEqualTo(Outcome.ADDED);
    }

    private void put(SpecimenRecord specimen) {
        table.put(specimen.key().getBytes(US_ASCII), specimen.toJson());
    }

    private Outcome lay(SpecimenRecord specimen) {
        return table.lay(specimen, specimen.toJson());
    }

    private static SpecimenRecord specimen(String list, String accession, Status status) {
        return new SpecimenRecord(
                list,
                "P003",
                "S-1",
                "Day 1",
                "2 h",
                "Plasma",
                "pk-concentration",
                accession,
                status,
                "2026-01-05",
                null);
    }
}
