package io.assayhub.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problems;
import io.assayhub.config.RegistryConfig;
import io.assayhub.model.Rejected;
import io.assayhub.registry.SubjectChange.Registration;
import io.assayhub.wire.SubjectRecord.Claim;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryFileParserTest {
    private static final String EDC = """
            registry: edc
            format: { csv: {} }
            columns:
              Study: { to: study }
              Number: { to: subject }
              Former: { to: alias, optional: true }
              Site: { to: site, optional: true }
              Arm: { to: arm, optional: true }
              Start: { to: start, optional: true }
              End: { to: end, optional: true }
            status: { column: State, values: { failed: ineligible, in: on-study } }
            missing: [NA]
            identifying: [Initials, Born]
            """;

    private final List<Registration> registrations = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();

    @Test
    void readsDeclaredColumnsAndNothingElse() throws IOException {
        RegistryFileParser.Summary summary = read("""
                Born,Study,Number,Former,Site,Arm,Start,End,State,Other
                1951-04-17,P003,P003-01-0007,S001,0101,30 mg,2026-01-05T08:00,2026-02,in,DECOY
                1951-04-17,P003,02-15,NA,,NA,NA,,failed,DECOY
                """);
        assertThat(summary).isEqualTo(new RegistryFileParser.Summary(java.util.Optional.empty(), 2, List.of("Born")));
        assertThat(registrations)
                .extracting(Registration::claim)
                .containsExactly(
                        new Claim(
                                "P003-01-0007", null, null, "on-study", "0101", "30 mg", "2026-01-05", "2026-02-28", 5),
                        new Claim("02-15", null, null, "ineligible", "02", null, null, null, 5));
        assertThat(registrations)
                .extracting(r -> r.subject() + " " + r.aliases())
                .containsExactly("P003-01-7 [P003S001--]", "P003-02-15 []");
        assertThat(rejected).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",01-4,,,,,,in                | AH-0301 Study",
                "P003,NA,,,,,,in              | AH-0301 Number",
                "P003,4711,,,,,,in            | AH-0307 Number",
                "P003,01-4,4711,,,,,in        | AH-0307 Former",
                "P003,01-4,,Paris 5e,,,,in    | AH-0316 Site",
                "P003,01-4,,,,2026-02-30,,in  | AH-0305 Start",
                "P003,01-4,,,,,soon,in        | AH-0305 End",
                "P003,01-4,,,,,,out           | AH-0311 State",
                "P003,01-4,,,,,,              | AH-0301 State",
                "P003,01-4                    | AH-0206 null"
            })
    void aBadRowCostsItselfAndNothingElse(String row, String reject) throws IOException {
        read("Study,Number,Former,Site,Arm,Start,End,State\nP003,01-3,,,,,,in\n" + row + "\nP003,01-5,,,,,,in\n");
        assertThat(registrations).extracting(r -> r.subject().value()).containsExactly("P003-01-3", "P003-01-5");
        assertThat(rejected)
                .extracting(r -> r.code().code() + " " + r.location().column())
                .containsExactly(reject);
        assertThat(rejected.get(0).location().line()).isEqualTo(3);
        assertThat(rejected.get(0).location().row()).isEqualTo(2);
        assertThat(rejected.get(0).value()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | AH-0102",
                "Study,Number,State                  | AH-0102",
                "Study,State                         | AH-0105",
                "Study,Number,Number,State           | AH-0106",
                "'PK\u0003\u0004'                    | AH-0103"
            })
    void saysWhyATableCannotBeRead(String header, String code) throws IOException {
        assertThat(read(header).refusal().orElseThrow().code().code()).isEqualTo(code);
        assertThat(registrations).isEmpty();
    }

    @Test
    void readsAnyBytesWithoutAnException() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = "Study,Number,State\nP003,01-3,in\n\"P003\",01-4,failed\n".getBytes(UTF_8);
            for (int n = random.nextInt(5); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            registrations.clear();
            rejected.clear();
            RegistryFileParser.Summary summary = read(bytes);
            assertThat(summary.rows())
                    .isEqualTo(summary.refusal().isPresent() ? 0 : registrations.size() + rejected.size());
        }
    }

    @Test
    void readsTheDemographicsOfAPublicStudy() throws IOException {
        Path file = Path.of("../shared/data/pharmaversesdtm/dm.csv");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(file), "public data are not here");
        String text = Files.readString(Path.of("fhir-mappings/registries/sdtm-dm.yaml"));
        RegistryFileParser.Summary summary = read(text, "sdtm-dm", Files.readAllBytes(file));
        assertThat(summary.rows()).isEqualTo(306);
        assertThat(summary.identifying())
                .containsExactly("AGE", "BRTHDTC", "COUNTRY", "DTHDTC", "DTHFL", "ETHNIC", "RACE");
        assertThat(rejected).isEmpty();
        assertThat(registrations).hasSize(306).extracting(Registration::subject).doesNotHaveDuplicates();
        assertThat(registrations.get(0).subject().value()).isEqualTo("01-701-1015");
        assertThat(registrations.get(0).study().value()).isEqualTo("CDISCPILOT01");
        assertThat(registrations.get(0).claim())
                .isEqualTo(new Claim(
                        "01-701-1015", null, null, "on-study", "701", "Placebo", "2014-01-02", "2014-07-02", 5));
        assertThat(registrations)
                .filteredOn(r -> r.claim().status().equals("ineligible"))
                .hasSize(52)
                .allSatisfy(r -> assertThat(r.claim().start()).isNull());
    }

    private RegistryFileParser.Summary read(String table) throws IOException {
        return read(table.getBytes(UTF_8));
    }

    private RegistryFileParser.Summary read(byte[] table) throws IOException {
        return read(EDC, "edc", table);
    }

    private RegistryFileParser.Summary read(String config, String name, byte[] table) throws IOException {
        Problems problems = new Problems();
        RegistryConfig registry = RegistryConfig.read(
                        config, "registries/" + name + ".yaml", SubjectStatus.codes(), problems)
                .orElseThrow(() -> new AssertionError(problems.list()));
        return new RegistryFileParser(registry, new Registry().rules, 5)
                .read(new ByteArrayInputStream(table), new RegistryFileParser.Sink<RuntimeException>() {
                    @Override
                    public void registration(Registration registration) {
                        registrations.add(registration);
                    }

                    @Override
                    public void rejected(Rejected bad) {
                        rejected.add(bad);
                    }
                });
    }
}
