package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A feed is read with by many transfers, one after the other and side by side, and remembers none of them. */
class FeedReuseTest {
    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: {} }
            transfer: { kind: incremental, reject-limit: 100% }
            zone: Europe/Paris
            constants: { study: P003, analyte: IMP321, specimen.type: plasma }
            identity: [study, subject, analyte, specimen.accession]
            columns:
              Subject: { to: subject, required: true }
              Sample:  { to: specimen.accession, required: true }
              Day:     { to: specimen.collected, format: "yyyy-MM-dd HH:mm", join: Time }
              Result:  { to: measurement, required: true, unit: ng/mL }
            results: [ { observation: pk-concentration } ]
            """;
    private static final String HEADER = "Subject,Sample,Day,Time,Result\n";

    @Test
    void rowsOfOneNumberInTwoTransfersKeepTheirOwnCells() throws IOException {
        CompiledFeed feed = TestMappings.feed("lab", FEED);
        List<String> first = read(feed, HEADER + "P003-01-0001,A,2006-03-01,08:00,1.5\n");
        List<String> second = read(feed, HEADER + "P003-01-0001,A,2006-03-02,09:30,1.5\n");

        assertThat(first).singleElement().asString().contains("2006-03-01T08:00:00+01:00");
        assertThat(second).singleElement().asString().contains("2006-03-02T09:30:00+01:00");
        assertThat(second)
                .isEqualTo(read(TestMappings.feed("lab", FEED), HEADER + "P003-01-0001,A,2006-03-02,09:30,1.5\n"));
    }

    @Test
    void aTransferWithItsColumnsInAnotherOrderIsReadByItsOwnHeader() throws IOException {
        CompiledFeed feed = TestMappings.feed("lab", FEED);
        List<String> first = read(feed, HEADER + "P003-01-0001,A,2006-03-01,08:00,1.5\n");
        List<String> moved = read(feed, "Result,Time,Day,Sample,Subject\n1.5,08:00,2006-03-01,A,P003-01-0001\n");

        assertThat(moved).isEqualTo(first);
    }

    @Test
    void aTransferThatIsRefusedByItsHeaderLeavesNothingBehind() throws IOException {
        CompiledFeed feed = TestMappings.feed("lab", FEED);
        String good = HEADER + "P003-01-0001,A,2006-03-01,08:00,1.5\n";
        List<String> first = read(feed, good);
        assertThat(read(feed, "Subject,Sample\nP003-01-0001,A\n")).isEmpty();

        assertThat(read(feed, good)).isEqualTo(first);
    }

    private static List<String> read(CompiledFeed feed, String table) throws IOException {
        return TransferRun.preview(feed, table).observations();
    }
}
