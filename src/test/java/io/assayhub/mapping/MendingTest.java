package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is offered for pasting, pasted: the entry passes. */
class MendingTest {
    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: { charset: UTF-8 } }
            transfer: { kind: incremental, reject-limit: 100%% }
            zone: Europe/Paris
            constants: { study: P003, analyte: IMP321 }
            identity: [study, subject, analyte, specimen.accession]
            columns:
              Subject: { to: subject, required: true }
              Sample:  { to: specimen.accession, required: true }
              Matrix:  { to: specimen.type, required: true, values: { P: plasma%s } }
              Result:  { to: measurement, required: true, unit-from: Unit }
            %s
            %s
            results: [ { observation: pk-concentration } ]
            """;

    private static final String TABLE = """
            Subject,Sample,Matrix,Result,Unit
            P003-01-0001,A,P,1.5,mcg/ml
            P003-01-0001,B,P,BLOQ,ng/mL
            P003-01-0001,C,Serun,2,ng/mL
            P003-01-0001,D,P,2,ng/mL
            """;

    @Test
    void theLinesThatItOffersLetTheEntriesPass() throws IOException {
        CompiledFeed feed = TestMappings.feed("lab", FEED.formatted("", "", ""));
        TransferRun run = TransferRun.preview(feed, TABLE);
        List<String> lines = run.rejected().stream()
                .map(rejected -> Mending.lines(feed, rejected).orElseThrow())
                .toList();
        assertThat(lines)
                .containsExactly(
                        "units: { \"mcg/ml\": \"ug/mL\" }",
                        "tokens: { below-limit: [\"BLOQ\"] }   # or above-limit, not-done, pending, invalid, positive,"
                                + " negative, indeterminate",
                        "columns: { \"Matrix\": { values: { \"Serun\": \"serum\" } } }   # or a concept in"
                                + " terminology/specimen-type.yaml: - { code: \"Serun\", display: \"…\" }");

        CompiledFeed mended =
                TestMappings.feed("lab", FEED.formatted(", \"Serun\": \"serum\"", lines.get(0), lines.get(1)));
        TransferRun again = TransferRun.preview(mended, TABLE);
        assertThat(again.rejected()).isEmpty();
        assertThat(again.entries())
                .map(e -> e.facts().identity())
                .doesNotHaveDuplicates()
                .hasSize(4);
    }

    @Test
    void offersNothingWhereTheFileHasToBeMended() throws IOException {
        CompiledFeed feed = TestMappings.feed("lab", FEED.formatted("", "", ""));
        TransferRun run = TransferRun.preview(
                feed, "Subject,Sample,Matrix,Result,Unit\nPaul,A,P,1.5,ng/mL\nP003-01-0001,B,P,1.5,\n");
        assertThat(run.rejected())
                .hasSize(2)
                .allSatisfy(r -> assertThat(Mending.lines(feed, r)).isEmpty());
    }
}
