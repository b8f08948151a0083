package io.assayhub.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.assayhub.boot.demo.LabFile;
import io.assayhub.boot.demo.LabFiles;
import io.assayhub.boot.demo.SyntheticStudy;
import io.assayhub.config.FeedConfigReader;
import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.MappingSchema;
import io.assayhub.mapping.Namespaces;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Rejected;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DraftCommandTest {
    private static final Path MAPPINGS = Path.of("fhir-mappings");
    private static final Path PUBLIC = Path.of("../shared/data/pharmaversesdtm");

    @TempDir
    private Path folder;

    private final List<LabFile> files = LabFiles.of(SyntheticStudy.generate(42));

    /** What a run of the command printed. */
    private record Drafted(int exit, String text, String error) {}

    /** What a table became under a draft. */
    private record Tried(List<Rejected> rejected, List<String> observations, List<String> refusals) {
        private double share() {
            return (double) observations.size() / (observations.size() + rejected.size());
        }
    }

    @Test
    void draftOfAPlasmaTableNormalisesItOnceTheAnalyteIsNamed() throws IOException {
        for (LabFile file : of(LabFiles.PK_FEED)) {
            Drafted draft = draft("pk.csv", file.bytes());
            if (file.note().startsWith("cut off")) {
                assertThat(draft.text())
                        .containsPattern("# MISSING: a line above the table counts \\d+ rows and the file holds \\d+")
                        .doesNotContain("preamble:");
                continue;
            }
            assertThat(draft.text())
                    .contains(
                            "preamble: { count: 'Rows,(?<count>\\d+)' }", "skip: 5", "study: P003", "unit-from: Units")
                    .contains("- Well");
            if (new String(file.bytes(), UTF_8).contains("\nSTD,")) {
                assertThat(draft.text()).contains("{ when: { Sample Type: [STD] }, reason: calibrator }");
            }
            Tried tried = tried("pk", draft.text().replace("<CHANGE-ME>", "IMP321"), file.bytes());
            assertThat(tried.refusals()).isEmpty();
            assertThat(tried.share()).isGreaterThanOrEqualTo(0.95);
            assertThat(tried.observations().get(0)).contains("\"code\":\"ng/mL\"", "\"code\":\"IMP321\"");
        }
    }

    @Test
    void draftOfAWrappedTableTakesItOutAndSaysSo() throws IOException {
        byte[] table = "Subject,Accession,Analyte,NAB (%)\nP003-01-0001,A1,ADA_NAB,12\nP003-01-0002,A2,ADA_NAB,15\n"
                .getBytes(UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(table);
        }
        Drafted draft = draft("nab.csv.gz", gzip.toByteArray());
        assertThat(draft.text())
                .startsWith("# yaml-language-server: $schema=../schema/feed.schema.json\n")
                .contains("wrapped: gzip }", "- observation: ada-neutralising");
        Problems problems = new Problems();
        FeedConfigReader.read(draft.text().replace("<CHANGE-ME>", "P003"), "feeds/nab.yaml", problems);
        assertThat(problems.list()).isEmpty();
        assertThat(MappingSchema.FEED.problems(draft.text())).isEmpty();
    }

    @Test
    void placeholderIsNeverTakenForAValue() throws IOException {
        LabFile file = of(LabFiles.PK_FEED).get(0);
        Drafted draft = draft("pk.csv", file.bytes());
        Problems problems = new Problems();
        assertThat(FeedConfigReader.read(draft.text(), "feeds/pk.yaml", problems))
                .isPresent();
        assertThat(problems.list()).isEmpty();
        assertThat(draft.text()).contains("# MISSING: the analyte is not in the table: replace <CHANGE-ME>");
        load("pk", draft.text(), problems);
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("'<CHANGE-ME>' is not in the code system 'analyte'");
    }

    @Test
    void placeholderForTheStudyIsReportedAtLoading() throws IOException {
        byte[] withoutStudy =
                "Subject,Accession,Analyte,Conc (ng/mL)\n1,A1,IMP321,1.5\n2,A2,IMP321,1.6\n".getBytes(UTF_8);
        String draft = draft("none.csv", withoutStudy).text();
        Problems problems = new Problems();
        load("none", draft, problems);
        assertThat(problems.list())
                .extracting(p -> p.path() + ": " + p.message())
                .containsExactly("constants: study '<CHANGE-ME>' has to be letters, digits and . _ : -");
        assertThat(tried("none", draft.replace("<CHANGE-ME>", "P003"), withoutStudy)
                        .rejected())
                .extracting(r -> r.code().code())
                .containsExactly("AH-0307", "AH-0307");
    }

    @Test
    void draftOfAnAntibodyTableSplitsTiersByTheColumnThatDecides() throws IOException {
        LabFile file = of(LabFiles.ADA_FEED).get(1);
        Drafted draft = draft("ada.csv", file.bytes());
        assertThat(draft.text())
                .contains("charset: windows-1252, delimiter: \";\", decimal: \",\"")
                .contains("values: { Sérum: serum }", "when: { Palier: [TITER] }", "unit: \"{titer}\"")
                .contains("identity: [study, subject, analyte, specimen.accession, tier]");
        Tried tried = tried("ada", draft.text().replace("<CHANGE-ME>", "ADA-IMP321"), file.bytes());
        assertThat(tried.refusals()).isEmpty();
        assertThat(tried.rejected()).isEmpty();
    }

    @Test
    void draftOfAWideTableHasAResultForEachColumnWithAUnit() throws IOException {
        LabFile file = of(LabFiles.CELL_FEED).get(0);
        Drafted draft = draft("cells.csv", file.bytes());
        assertThat(draft.text())
                .contains("constants: { analyte: CD8-EM, population.denominator: CD8+ }")
                .contains("\"CD8 count (cells/uL)\": { to: measurement, unit: \"{cells}/uL\" }")
                .contains("observation: cell-viability");
        Tried tried = tried("cells", draft.text().replace("<CHANGE-ME>", "CD8-ACT"), file.bytes());
        assertThat(tried.refusals()).isEmpty();
        assertThat(tried.rejected()).isEmpty();
    }

    @Test
    void draftOfPublicPlasmaTableNormalisesItUntouched() throws IOException {
        assumeTrue(Files.isReadable(PUBLIC.resolve("pc.csv")), "public data are not at hand");
        for (String name : List.of("pc", "is_ada")) {
            byte[] bytes = Files.readAllBytes(PUBLIC.resolve(name + ".csv"));
            Tried tried = tried(name, draft(name + ".csv", bytes).text(), bytes);
            assertThat(tried.refusals()).isEmpty();
            assertThat(tried.share()).isGreaterThanOrEqualTo(0.95);
        }
    }

    @Test
    void showsNoSubjectAndNoPerson() throws IOException {
        for (LabFile file : files) {
            Drafted draft = draft("x.csv", file.bytes());
            assertThat(draft.exit()).isZero();
            assertThat(draft.text())
                    .doesNotContain(LabFiles.DECOY_INITIALS, LabFiles.DECOY_OPERATOR)
                    .doesNotContainPattern("(?i)P003-\\d\\d-\\d{4}");
        }
        byte[] table = """
                Subject,Sample,Analyte,Result,Units,Patient Initials,DOB,Site Name,Reviewed By
                S-1,A1,XYZ,1.5,ng/mL,DECOY,1950-01-31,Lyon,Dr Decoy
                """.getBytes(UTF_8);
        String text = draft("person.csv", table).text();
        assertThat(text)
                .containsPattern("- Patient Initials +# guess: looks like a person: it must not travel")
                .containsPattern("- DOB +# guess: looks like a person")
                .containsPattern("- Reviewed By +# guess: looks like a person")
                .containsPattern("- Site Name +# guess: no meaning was recognised")
                .doesNotContain("DECOY", "Decoy", "1950", "S-1");
    }

    @Test
    void headerThatIsARowOfResultsIsRefusedAndNotShown() throws IOException {
        Drafted draft =
                draft("x.csv", "P003-01-0001,PK-0001,12.3,ng/mL\nP003-01-0002,PK-0002,12.4,ng/mL\n".getBytes(UTF_8));
        assertThat(draft.exit()).isEqualTo(1);
        assertThat(draft.text()).isEmpty();
        assertThat(draft.error()).contains("No header row was found").doesNotContain("0001");
    }

    @Test
    void readsAPaddedPreambleGermanWordsAndADecimalComma() throws IOException {
        byte[] table = """
                Prüfbericht;;;;;;;
                Datum;01.02.2024;;;;;;
                Studie;ABC-1;;;;;;
                Anzahl: 3;;;;;;;

                Patienten-Nr;Proben-Nr;Probenart;Analyt;Entnahmedatum;Ergebnis (ng/ml);Bediener;Verdünnung
                1001;A-77;Plasma;IMP321;01.02.2024;12,5;Decoy;1
                1001;A-78;Plasma;IMP321;02.02.2024;<LLOQ;Decoy;10
                1002;A-79;Plasma;IMP321;03.02.2024;trüb;Decoy;10
                """.getBytes(Charset.forName("windows-1252"));
        Drafted draft = draft("german.csv", table);
        assertThat(draft.text())
                .contains("skip: 5", "decimal: \",\"", "count: 'Anzahl:\\s(?<count>\\d+).*'", "study: ABC-1")
                .contains("Entnahmedatum: { to: specimen.collected, format: dd.MM.yyyy }")
                .contains("\"Ergebnis (ng/ml)\": { to: measurement, unit: ng/mL }")
                .contains("below-limit: [\"<LLOQ\"]", "rejected until they stand under tokens: \"trüb\"")
                .doesNotContain("MISSING");
        Tried tried = tried("german", draft.text(), table);
        assertThat(tried.observations()).hasSize(2);
        assertThat(tried.rejected()).extracting(r -> r.code().code()).containsExactly("AH-0304");
    }

    @Test
    void saysAtTheTopWhatIsMissing() throws IOException {
        assertThat(draft("x.csv", "Colour,Shape\nred,round\n".getBytes(UTF_8)).text())
                .contains("# MISSING: no column was recognised as the subject")
                .contains("# MISSING: no column was recognised as the result");
        assertThat(draft("x.csv", "Study,Subject,Sample,Analyte,Result,Units\n".getBytes(UTF_8))
                        .text())
                .contains("# MISSING: the table has a header and no rows")
                .contains("Sample: { to: specimen.accession, required: true }", "Result: { to: measurement");
        assertThat(draft(
                                "x.csv",
                                "Study,Subject,Visit,Analyte,Result,Units\nA,1,V1,X,1,ng/mL\nA,1,V1,X,2,ng/mL\n"
                                        .getBytes(UTF_8))
                        .text())
                .contains("# MISSING: the identity is not unique in the sample", "NOT unique: 2 of 2");
    }

    @Test
    void refusesWhatIsNoTable() throws IOException {
        assertThat(draft("x.csv", new byte[0]))
                .isEqualTo(new Drafted(1, "", "This is an empty file, not a text table.\n"));
        assertThat(draft("x.csv", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0}).error())
                .isEqualTo("This is a ZIP archive or an Office document (.xlsx), not a text table.\n");
        assertThat(draft("x.txt", "hello world\nthis is prose\n".getBytes(UTF_8))
                        .error())
                .startsWith("No table was found");
        assertThat(run(
                        "--mappings",
                        MAPPINGS.toString(),
                        folder.resolve("none.csv").toString()))
                .satisfies(d -> assertThat(d.exit()).isEqualTo(1))
                .satisfies(d -> assertThat(d.error()).startsWith("the file cannot be read"));
    }

    @Test
    void namesTheFeedByTheFileUnlessTold() throws IOException {
        assertThat(DraftCommand.nameOf(Path.of("a/_PK batch (1).csv"))).isEqualTo("PK-batch-1-");
        assertThat(DraftCommand.nameOf(Path.of("..."))).isEqualTo("feed");
        Path file = Files.write(folder.resolve("t.csv"), "Subject,Result\n1,2\n".getBytes(UTF_8));
        assertThat(run("--feed", "lab-x", "--study", "ABC-1", file.toString()).text())
                .contains("feed: lab-x\n", "  study: ABC-1 ", "feeds/lab-x.yaml");
        assertThat(run("--feed", "no token", file.toString()).exit()).isEqualTo(1);
        assertThat(run("--study", "no token", file.toString()).exit()).isEqualTo(1);
    }

    @Test
    void sameTableGivesTheSameDraftWhateverTheLocale() throws IOException {
        Locale before = Locale.getDefault();
        try {
            for (LabFile file :
                    List.of(of(LabFiles.PK_FEED).get(0), of(LabFiles.CELL_FEED).get(0))) {
                String text = draft("x.csv", file.bytes()).text();
                Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                assertThat(draft("x.csv", file.bytes()).text()).isEqualTo(text);
                Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                assertThat(draft("x.csv", file.bytes()).text()).isEqualTo(text);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    /** Whatever a table holds, what is written about it can be read as a feed file but for what it says is missing. */
    @Test
    void arbitraryTablesGiveReadableFeedFiles() throws IOException {
        Random random = new Random(7);
        String[] scraps = {
            "Subject", "Sample", "Result", "Units", "Visit", "a: b", "#", "\"\"", "'", "{", "}", "[", "]", "&x", "*y",
                    "!",
            "%", "@", "`", "- ", "? ", "null", "~", "\u0085", "\u2028", "\u0001", "é", "𝛼", "1", "2.5", "<3", "BLQ",
            "(ng/mL)", "(% of \\x)", "\\", "2024-01-31", "\t", "  ", ": ", " #", "---", "..."
        };
        for (int i = 0; i < 60; i++) {
            StringBuilder table = new StringBuilder("Subject,Sample,Result (ng/mL)");
            int width = 1 + random.nextInt(5);
            for (int row = 0; row < 6; row++) {
                table.append(row == 0 ? "" : "S,A" + row + ",1");
                for (int cell = 0; cell < width; cell++) {
                    table.append(',')
                            .append(scraps[random.nextInt(scraps.length)])
                            .append(scraps[random.nextInt(scraps.length)]);
                }
                table.append('\n');
            }
            Drafted draft = draft("x.csv", table.toString().getBytes(UTF_8));
            if (draft.exit() == 0 && !draft.text().contains("MISSING: no column")) {
                Problems problems = new Problems();
                String named = draft.text().replace("study: \"<CHANGE-ME>\"", "study: S");
                FeedConfigReader.read(named, "feeds/x.yaml", problems);
                assertThat(problems.list()).as(named).isEmpty();
            }
        }
    }

    private List<LabFile> of(String feed) {
        return files.stream().filter(f -> f.feed().equals(feed)).toList();
    }

    private Drafted draft(String name, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        return run("--mappings", MAPPINGS.toString(), file.toString());
    }

    private static Drafted run(String... args) throws IOException {
        DraftCommand command = new DraftCommand();
        new CommandLine(command).parseArgs(args);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit;
        try (PrintStream outPrint = new PrintStream(out, false, UTF_8);
                PrintStream errPrint = new PrintStream(err, false, UTF_8)) {
            exit = command.run(outPrint, errPrint);
        }
        return new Drafted(exit, out.toString(UTF_8), err.toString(UTF_8).replace("\r", ""));
    }

    /** The catalog of the shipped mappings with this feed beside them. */
    private MappingCatalog load(String feed, String text, Problems problems) throws IOException {
        Path mappings = folder.resolve("mappings");
        try (Stream<Path> all = Files.walk(MAPPINGS)) {
            for (Path from : all.filter(Files::isRegularFile).toList()) {
                Path to = mappings.resolve(MAPPINGS.relativize(from));
                Files.createDirectories(to.getParent());
                Files.write(to, Files.readAllBytes(from));
            }
        }
        Files.writeString(mappings.resolve("feeds").resolve(feed + ".yaml"), text);
        return MappingCatalog.load(mappings, Namespaces.of(Namespaces.DEFAULT_BASE), problems);
    }

    private Tried tried(String feed, String text, byte[] bytes) throws IOException {
        Problems problems = new Problems();
        CompiledFeed compiled = load(feed, text, problems).feed(feed).orElse(null);
        assertThat(problems.list()).as(text).isEmpty();
        assertThat(compiled).isNotNull();
        TransferJudge.Verdict verdict = TransferJudge.judge(compiled, () -> new ByteArrayInputStream(bytes));
        List<Rejected> rejected = new ArrayList<>();
        List<String> observations = new ArrayList<>();
        compiled.reader(TransferReader.Mode.PREVIEW, verdict).read(new ByteArrayInputStream(bytes), new EntrySink() {
            @Override
            public void normalised(Entry entry) {
                observations.add(new String(entry.observation(), UTF_8));
            }

            @Override
            public void rejected(Rejected one) {
                rejected.add(one);
            }
        });
        assertThat(observations).noneMatch(o -> o.contains(LabFiles.DECOY_INITIALS));
        assertThat(observations).noneMatch(o -> o.contains(LabFiles.DECOY_OPERATOR));
        List<String> refusals = verdict.refusal().stream()
                .map(r -> r.code().code())
                .filter(c -> !c.equals("AH-0109"))
                .toList();
        return new Tried(rejected, observations, refusals);
    }
}
