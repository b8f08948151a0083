package io.assayhub.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problems;
import io.assayhub.config.SpecimenListConfig;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Rejected;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.SpecimenRecord.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecimenListParserTest {
    private static final String HEADER = "Study,Subject,Visit,TPT,Type,Test,Number,State,Planned,Taken\n";
    private static final String LIST = """
            specimens: edc
            format: { csv: {} }
            missing: [NA]
            columns:
              Study: { to: study }
              Subject: { to: subject }
              Visit: { to: visit }
              TPT: { to: timepoint }
              Type: { to: specimen }
              Test: { to: assay }
              Number: { to: accession }
              Planned: { to: planned }
              Taken: { to: collected }
            assays: { PK: pk-concentration }
            """;
    private static final String STATUS =
            "status: { column: State, values: { done: collected, missed: not-done, planned: planned } }\n";

    private final List<SpecimenRecord> specimens = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();

    @Test
    void readsSpecimensWithCanonicalSubjects() throws IOException {
        SpecimenListParser.Summary summary = read(STATUS, HEADER + """
                P003,P003-01-0007,Day 1,2 h,Plasma,PK,A-1,done,2026-01-05,2026-01-05T10:30
                P003,02-15,Day 1,NA,,NA,,missed,2026-01,
                """);
        assertThat(summary).isEqualTo(new SpecimenListParser.Summary(Optional.empty(), 2));
        assertThat(specimens)
                .containsExactly(
                        new SpecimenRecord(
                                "edc",
                                "P003",
                                "P003-01-7",
                                "Day 1",
                                "2 h",
                                "Plasma",
                                "pk-concentration",
                                "A-1",
                                Status.COLLECTED,
                                "2026-01-05",
                                "2026-01-05T10:30"),
                        new SpecimenRecord(
                                "edc",
                                "P003",
                                "P003-02-15",
                                "Day 1",
                                null,
                                null,
                                null,
                                null,
                                Status.NOT_DONE,
                                "2026-01-01",
                                null));
        assertThat(rejected).isEmpty();
    }

    @Test
    void withoutAStatusColumnWhatHasATimeWasCollected() throws IOException {
        read("", HEADER + """
                P003,01-7,Day 1,2 h,,PK,A-1,,,2026-01-05
                P003,01-7,Day 2,2 h,,PK,A-2,,2026-01-06,
                """);
        assertThat(specimens).extracting(SpecimenRecord::status).containsExactly(Status.COLLECTED, Status.PLANNED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",01-4,Day 1,,,PK,A-1,done,,           | AH-0301 Study",
                "P003,,Day 1,,,PK,A-1,done,,           | AH-0301 Subject",
                "P003,4711,Day 1,,,PK,A-1,done,,       | AH-0307 Subject",
                "P003,01-4,,,,PK,A-1,done,,            | AH-0301 Visit",
                "P003,01-4,Day 1,,,QQ,A-1,done,,       | AH-0311 Test",
                "P003,01-4,Day 1,,,PK,A-1,lost,,       | AH-0311 State",
                "P003,01-4,Day 1,,,PK,A-1,,,           | AH-0301 State",
                "P003,01-4,Day 1,,,PK,A-1,done,soon,   | AH-0305 Planned",
                "P003,01-4,Day 1,,,PK,A-1,done,,05/01/2026 | AH-0305 Taken",
                "P003,01-3,Day 1,,,PK,A-9,done,,       | AH-0603 null",
                "P003,01-4                             | AH-0206 null"
            })
    void aBadRowCostsItselfAndNothingElse(String row, String reject) throws IOException {
        String good = "P003,01-3,Day 1,,,PK,A-9,done,,\n";
        read(STATUS, HEADER + good + row + "\nP003,01-5,Day 1,,,PK,A-9,done,,\n");
        assertThat(specimens).extracting(SpecimenRecord::subject).containsExactly("P003-01-3", "P003-01-5");
        assertThat(rejected).containsExactly(reject);
    }

    @Test
    void aTableWithoutItsColumnsIsRefusedWhole() throws IOException {
        SpecimenListParser.Summary summary = read(STATUS, "Study,Subject\nP003,01-7\n");
        assertThat(summary.refusal()).get().satisfies(r -> {
            assertThat(r.code()).isEqualTo(ErrorCode.MISSING_COLUMN);
            assertThat(r.detail()).isEqualTo("Column 'Visit' is missing.");
        });
        assertThat(specimens).isEmpty();
    }

    private SpecimenListParser.Summary read(String status, String table) throws IOException {
        Problems problems = new Problems();
        SpecimenListConfig config = SpecimenListConfig.read(
                        LIST + status,
                        "specimens/edc.yaml",
                        Set.of("planned", "collected", "not-done"),
                        List.of("pk-concentration"),
                        problems)
                .orElseThrow(() -> new AssertionError(problems.list()));
        return new SpecimenListParser(config, new Registry().rules)
                .read(new ByteArrayInputStream(table.getBytes(UTF_8)), new SpecimenListParser.Sink<RuntimeException>() {
                    @Override
                    public Optional<ErrorCode> specimen(SpecimenRecord specimen) {
                        boolean twice = specimens.stream().anyMatch(s -> s.key().equals(specimen.key()));
                        if (!twice) {
                            specimens.add(specimen);
                        }
                        return twice ? Optional.of(ErrorCode.SPECIMEN_TWICE) : Optional.empty();
                    }

                    @Override
                    public void rejected(Rejected each) {
                        rejected.add(each.code().code() + " " + each.location().column());
                    }
                });
    }
}
