package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.HoldReason;
import io.assayhub.model.QualityFlag;
import io.assayhub.model.Rejected;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each declared check, through a feed that declares it: what it lets pass, what it finds, and what becomes of that. */
class ResultChecksTest {
    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: {} }
            transfer: { kind: incremental, reject-limit: 100% }
            zone: Europe/Paris
            constants: { study: P003, analyte: IMP321, specimen.type: plasma }
            identity: [study, subject, analyte, specimen.accession]
            tokens: { below-limit: [BQL], not-done: [ND], positive: [POS], negative: [NEG] }
            columns:
              Subject:   { to: subject, required: true }
              Sample:    { to: specimen.accession, required: true }
              Drawn:     { to: specimen.collected, optional: true }
              Until:     { to: specimen.collected-end, optional: true }
              Received:  { to: specimen.received, optional: true }
              Analysed:  { to: analysed, optional: true }
              Low:       { to: limits.lower, unit: ng/mL, optional: true }
              High:      { to: limits.upper, unit: ng/mL, optional: true }
              Dilution:  { to: dilution, optional: true }
              Result:    { to: measurement, unit: ng/mL }
            results: [ { observation: pk-concentration } ]
            """;

    @ParameterizedTest
    @CsvSource({
        "1, 200, 1, 1.00, ''",
        "1, 200, 1, 200, ''",
        "1, 200, 1, 0.99, within-limits",
        "1, 200, 1, 200.01, within-limits",
        "1, 200, 10, 200.01, ''",
        "1, 200, 10, 9.99, within-limits",
        "'', '', 10, 0.001, ''",
        "1, '', '', 0.5, within-limits",
        "1, 200, 1, BQL, ''",
        "1, 200, 1, <0.1, ''",
        "1, 200, 1, ND, ''",
    })
    void comparesANumberWithTheLimitsTimesItsDilution(
            String low, String high, String dilution, String result, String flags) throws IOException {
        String feed = FEED + "limits: unscaled\nchecks: { within-limits: flag }\n";
        String rows = "Subject,Sample,Low,High,Dilution,Result\nP003-01-0001,A," + low + "," + high + "," + dilution
                + "," + result + "\n";
        assertThat(flags(run(feed, rows))).isEqualTo(flags);
    }

    @Test
    void leavesLimitsThatHoldForTheSampleAsTheyAre() throws IOException {
        String rows = "Subject,Sample,Low,High,Dilution,Result\nP003-01-0001,A,1,200,10,201\n";
        assertThat(flags(run(FEED + "checks: { within-limits: flag }\n", rows))).isEqualTo("within-limits");
    }

    @ParameterizedTest
    @CsvSource({
        "2006-03-01T09:00, '', 2006-03-02, 2006-03-10, ''",
        "2006-03-01T09:00, '', 2006-03-01, 2006-03-01, ''",
        "2006-03-01T09:00, 2006-03-01T08:59, '', '', chronology",
        "2006-03-01T09:00, 2006-03-01T09:00, '', '', ''",
        "2006-03-01T09:00, '', '', 2006-02-28, chronology",
        "2006-03-02, '', 2006-03-01T23:00, '', chronology",
        "2006-03-02, '', '', 2006-03, ''",
        "2006-03-02, '', '', 2006, ''",
        "2006-03-02, '', '', 2006-02, chronology",
        "2006, '', '', 2005-12-31, chronology",
        "2006-03, '', '', 2006-03-01, ''",
        "'', '', 2006-03-05, 2006-03-04, chronology",
        "2006-03-01T09:00:00+01:00, '', 2006-03-01T08:30:00Z, '', ''",
        "2006-03-01T09:00:00+01:00, '', 2006-03-01T07:59:59Z, '', chronology",
        "'', '', '', '', ''",
    })
    void findsTimesThatContradictEachOtherAsFarAsTheyAreKnown(
            String drawn, String until, String received, String analysed, String flags) throws IOException {
        String rows = "Subject,Sample,Drawn,Until,Received,Analysed,Result\nP003-01-0001,A," + drawn + "," + until + ","
                + received + "," + analysed + ",1\n";
        assertThat(flags(run(FEED + "checks: { chronology: flag }\n", rows))).isEqualTo(flags);
    }

    @ParameterizedTest
    @CsvSource({
        "10,''",
        "20,''",
        "40.0,''",
        "1280,''",
        "5,titer-series",
        "0,titer-series",
        "12.5,titer-series",
        "<10,''"
    })
    void knowsTheDilutionSeries(String titer, String flags) throws IOException {
        String feed = FEED.replace(
                                "Result:    { to: measurement, unit: ng/mL }",
                                "Result: { to: measurement, unit: '{titer}' }")
                        .replace("analyte: IMP321", "analyte: ADA-IMP321")
                        .replace("pk-concentration", "ada-titer")
                + "checks: { titer-series: { severity: flag, first: 10, factor: 2 } }\n";
        assertThat(flags(run(feed, "Subject,Sample,Result\nP003-01-0001,A," + titer + "\n")))
                .isEqualTo(flags);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,''",
        "100,0,''",
        "60,40,''",
        "60,41,''",
        "60,41.01,'population-sum,population-sum'",
        "100.5,0,percent-range",
        "-0.1,0,percent-range",
        "ND,100,''",
        "'',101,percent-range"
    })
    void boundsPercentagesAndTheirSum(String first, String second, String flags) throws IOException {
        String feed = """
                feed: lab
                version: 1
                format: { csv: {} }
                transfer: { kind: incremental, reject-limit: 100% }
                zone: Europe/Paris
                constants: { study: P003, specimen.type: edta-blood, population.denominator: CD8+ }
                identity: [study, subject, analyte, specimen.accession]
                tokens: { not-done: [ND] }
                columns: { Subject: { to: subject }, Sample: { to: specimen.accession } }
                results:
                  - { observation: flow-population, name: one, constants: { analyte: CD8-EM }, columns: { One: { to: measurement, unit: "%" } } }
                  - { observation: flow-population, name: two, constants: { analyte: CD8-ACT }, columns: { Two: { to: measurement, unit: "%" } } }
                checks: { percent-range: flag, population-sum: { severity: flag, of: [one, two], tolerance: 1% } }
                """;
        assertThat(flags(run(feed, "Subject,Sample,One,Two\nP003-01-0001,A," + first + "," + second + "\n")))
                .isEqualTo(flags);
    }

    @ParameterizedTest
    @CsvSource({
        "41,38,44,''",
        "10,20,'',replicate-cv",
        "10,'','',''",
        "0,0,0,''",
        "-1,-5,'',''",
        "100,'',69.96,''",
        "100,'',69.95,replicate-cv",
        "TNTC,10,30,replicate-cv"
    })
    void boundsTheVariationOfWells(String a, String b, String c, String flags) throws IOException {
        String feed = FEED.replace("results: [ { observation: pk-concentration } ]", """
                results:
                  - observation: elispot
                    replicates: { columns: [W1, W2, W3], unit: "{SFC}/{well}" }
                """)
                        .replace("unit: ng/mL }", "unit: \"{SFC}/10*6{PBMC}\" }")
                        .replace("analyte: IMP321", "analyte: CYKSCCL")
                        .replace("tokens: {", "tokens: { too-numerous: [TNTC],")
                + "checks: { replicate-cv: { severity: flag, at-most: 25% } }\n";
        assertThat(flags(run(feed, "Subject,Sample,Result,W1,W2,W3\nP003-01-0001,A,9," + a + "," + b + "," + c + "\n")))
                .isEqualTo(flags);
    }

    @Test
    void rejectsHoldsOrFlagsAsTheFeedWants() throws IOException {
        String rows = "Subject,Sample,Low,High,Result\nP003-01-0001,A,1,200,0.5\nP003-01-0001,B,1,200,5\n";
        TransferRun flagged = run(FEED + "checks: { within-limits: flag }\n", rows);
        assertThat(flagged.summary().flagged()).isEqualTo(Map.of("within-limits", 1L));
        assertThat(flagged.entries()).extracting(e -> e.facts().hold()).containsExactly(null, null);
        assertThat(new String(flagged.entries().get(0).observation(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"valueCode\":\"within-limits\"")
                .contains("The number lies outside the limits of quantification delivered with it.");
        TransferRun held = run(FEED + "checks: { within-limits: hold }\n", rows);
        assertThat(held.entries())
                .extracting(e -> e.facts().hold(), e -> e.flags().size())
                .containsExactly(tuple(HoldReason.CHECK_FAILED, 1), tuple(null, 0));
        TransferRun rejected = run(FEED + "checks: { within-limits: { severity: reject } }\n", rows);
        assertThat(rejected.entries()).hasSize(1);
        assertThat(rejected.rejected())
                .extracting(Rejected::code, Rejected::entry, Rejected::value)
                .containsExactly(tuple(ErrorCode.OUTSIDE_LIMITS, "1/pk-concentration", null));
        assertThat(rejected.verdict().summary().rejected()).isEqualTo(1);
    }

    @Test
    void rejectsCountTowardsTheRejectLimit() throws IOException {
        String rows = "Subject,Sample,Low,High,Result\nP003-01-0001,A,1,200,0.5\nP003-01-0001,B,1,200,5\n";
        String feed = FEED.replace("reject-limit: 100%", "reject-limit: 5%") + "checks: { within-limits: reject }\n";
        assertThat(run(feed, rows).refusal()).isEqualTo(ErrorCode.TOO_MANY_REJECTED);
    }

    private static final String TIERS = """
            feed: lab
            version: 1
            format: { csv: {} }
            transfer: { kind: cumulative, reject-limit: 100% }
            zone: Europe/Paris
            constants: { study: P003, analyte: ADA-IMP321, specimen.type: serum }
            identity: [study, subject, analyte, tier, specimen.accession]
            tokens: { positive: [POS], negative: [NEG], not-done: [ND] }
            columns:
              Subject: { to: subject }
              Sample:  { to: specimen.accession }
              Tier:    { to: tier }
              Result:  { to: measurement }
            tiers: [SCREEN, CONFIRM, [TITER, NEUTRALISING]]
            results: [ { observation: ada-qualitative } ]
            """;

    private static final String TIER_ROWS = """
            Subject,Sample,Tier,Result
            P003-01-0001,A,CONFIRM,POS
            P003-01-0001,A,SCREEN,POS
            P003-01-0001,B,SCREEN,NEG
            P003-01-0001,B,CONFIRM,POS
            P003-01-0001,C,NEUTRALISING,NEG
            P003-01-0001,D,CONFIRM,ND
            P003-01-0001,E,SCREEN,ND
            P003-01-0001,E,CONFIRM,NEG
            """;

    @Test
    void flagsATierWithoutAPositiveOneBeforeItInACumulativeTransfer() throws IOException {
        TransferRun run = run(TIERS + "checks: { ada-tiers: flag }\n", TIER_ROWS);
        assertThat(flagged(run)).containsExactly("4", "5", "8");
        assertThat(run.summary().flagged()).isEqualTo(Map.of("ada-tiers", 3L));
    }

    @Test
    void takesATierBeforeThatAnIncrementalTransferLacksForOneThatCameEarlier() throws IOException {
        String incremental = TIERS.replace("cumulative", "incremental");
        assertThat(flagged(run(incremental + "checks: { ada-tiers: flag }\n", TIER_ROWS)))
                .containsExactly("4", "8");
        assertThat(flagged(run(incremental + "checks: { ada-tiers: { severity: flag, absent: fail } }\n", TIER_ROWS)))
                .containsExactly("4", "5", "8");
    }

    @Test
    void aFlagThatOtherRowsDecideMakesAnotherSource() throws IOException {
        String feed = TIERS + "checks: { ada-tiers: flag }\n";
        String row = "P003-01-0001,A,CONFIRM,POS\n";
        String header = "Subject,Sample,Tier,Result\n";
        TransferRun alone = run(feed, header + row);
        TransferRun after = run(feed, header + row + "P003-01-0001,A,SCREEN,POS\n");
        TransferRun again = run(feed, header + row + "P003-01-0001,B,SCREEN,POS\n");
        assertThat(alone.entries().get(0).facts().sourceHash())
                .isEqualTo(again.entries().get(0).facts().sourceHash())
                .isNotEqualTo(after.entries().get(0).facts().sourceHash());
    }

    @Test
    void neverThrowsWhateverTheNumbersAndTimes() throws IOException {
        Random random = new Random(7);
        List<String> times = List.of(
                "",
                "2006",
                "2006-03",
                "2006-03-01",
                "2006-03-01T09:00",
                "2006-03-01T09:00:00.5Z",
                "2006-02-28T23:00:00-11:30");
        List<String> numbers = List.of("", "0", "-1", "1e30", "1E-30", "9".repeat(40), "0.000");
        List<String> results = List.of("", "0", "-1", "1e30", "1E-30", "9".repeat(40), "BQL", "<5", ">5", "ND");
        StringBuilder rows =
                new StringBuilder("Subject,Sample,Drawn,Until,Received,Analysed,Low,High,Dilution,Result\n");
        for (int i = 0; i < 3000; i++) {
            rows.append("P003-01-0001,S").append(i);
            for (int cell = 0; cell < 8; cell++) {
                List<String> cells = cell < 4 ? times : cell < 7 ? numbers : results;
                rows.append(',').append(cells.get(random.nextInt(cells.size())));
            }
            rows.append('\n');
        }
        TransferRun run = run(FEED + "checks: { within-limits: flag, chronology: hold }\n", rows.toString());
        assertThat(run.summary().entries()).isEqualTo(3000);
        assertThat(run.summary().flagged()).containsKeys("within-limits", "chronology");
        ResultCheck series = new ResultCheck.TiterSeries(BigDecimal.TEN, new BigDecimal("1.1"));
        assertThat(series.fails(run("1e30"), null)).isTrue();
    }

    private static io.assayhub.model.AssayResult run(String titer) throws IOException {
        List<io.assayhub.model.AssayResult> read = new ArrayList<>();
        String feed = FEED.replace(
                        "Result:    { to: measurement, unit: ng/mL }", "Result: { to: measurement, unit: '{titer}' }")
                .replace("analyte: IMP321", "analyte: ADA-IMP321")
                .replace("pk-concentration", "ada-titer");
        String rows = "Subject,Sample,Result\nP003-01-0001,A," + titer + "\n";
        TestMappings.feed("lab", feed)
                .reader(TransferReader.Mode.UNDERSTAND)
                .read(
                        new java.io.ByteArrayInputStream(rows.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        new EntrySink() {
                            @Override
                            public void understood(io.assayhub.model.AssayResult result) {
                                read.add(result);
                            }

                            @Override
                            public void rejected(Rejected rejected) {
                                throw new AssertionError(rejected.toString());
                            }
                        });
        return read.get(0);
    }

    private static List<String> flagged(TransferRun run) {
        return run.entries().stream()
                .filter(e -> !e.flags().isEmpty())
                .map(e -> e.address().substring(0, e.address().indexOf('/')))
                .toList();
    }

    private static String flags(TransferRun run) {
        assertThat(run.rejected()).isEmpty();
        List<String> codes = new ArrayList<>();
        run.entries().forEach(e -> e.flags().stream().map(QualityFlag::code).forEach(codes::add));
        return String.join(",", codes);
    }

    private static TransferRun run(String feed, String rows) throws IOException {
        return TransferRun.preview(TestMappings.feed("lab", feed), rows);
    }
}
