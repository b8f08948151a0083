package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problems;
import io.assayhub.mapping.SourceExcerpt.Cell;
import io.assayhub.mapping.SourceExcerpt.Cut;
import io.assayhub.mapping.SourceExcerpt.NoRow;
import io.assayhub.mapping.SourceExcerpt.Shown;
import io.assayhub.mapping.SourceExcerpt.TooFar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SourceExcerptTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final String PC_HEADER =
            "STUDYID,USUBJID,PCTESTCD,PCTEST,PCORRES,PCORRESU,PCSTRESU,PCSPEC,PCLLOQ,VISITNUM,VISIT,PCDTC,PCTPT";

    private final MappingCatalog catalog =
            MappingCatalog.load(Path.of("fhir-mappings"), Namespaces.of(Namespaces.DEFAULT_BASE), new Problems());

    private SourceExcerpt of(String feed, TransferJudge.Source source, long row) throws IOException {
        return SourceExcerpt.of(source, catalog.feed(feed).orElseThrow().config(), row);
    }

    private Shown shown(String feed, String file, long row) throws IOException {
        return (Shown) of(feed, () -> Files.newInputStream(CASES.resolve(feed).resolve(file)), row);
    }

    private SourceExcerpt pc(String text, long row) throws IOException {
        return of("sdtm-pc", () -> new ByteArrayInputStream(text.getBytes(UTF_8)), row);
    }

    @Test
    void showsWhatStandsInTheColumnsThatTheFeedReadsAndCountsTheOthers() throws Exception {
        Shown shown = shown("immunology-ada", "cascade/in.csv", 2);
        assertThat(shown.place().line()).isEqualTo(3);
        assertThat(shown.cells())
                .containsExactly(
                        new Cell("Etude", new Cut("P003", 0)),
                        new Cell("Sujet", new Cut("P003-01-0001", 0)),
                        new Cell("Echantillon", new Cut("AD-000002", 0)),
                        new Cell("Matrice", new Cut("Sérum", 0)),
                        new Cell("Visite", new Cut("Injection 3", 0)),
                        new Cell("Prélèvement", new Cut("29/03/2006 08:40", 0)),
                        new Cell("Palier", new Cut("SCREEN", 0)),
                        new Cell("Résultat", new Cut("POS", 0)));
        assertThat(shown.unread()).as("the study day and the comment").isEqualTo(2);
    }

    @Test
    void showsTheFieldsOfASegment() throws Exception {
        assertThat(shown("hl7v2-oru", "batch/in.hl7", 2).cells()).contains(new Cell("OBX-5", new Cut("1.5", 0)));
    }

    @Test
    void showsTheVariablesOfADataset() throws Exception {
        assertThat(shown("sdtm-xpt", "laboratory-tests/in.xpt", 2).cells())
                .contains(new Cell("--ORRES", new Cut("PALE YELLOW", 0)));
    }

    @Test
    void cutsWhatIsLongAndSaysHowMuchIsLeftOut() throws Exception {
        Shown shown = (Shown) pc(PC_HEADER + "\nP,S,T," + "x".repeat(20_000) + ",1,,,,,,,,\n", 1);
        assertThat(shown.cells())
                .contains(new Cell(
                        "PCTEST",
                        new Cut("x".repeat(SourceExcerpt.MOST_OF_CELL), 20_000 - SourceExcerpt.MOST_OF_CELL)));
    }

    @Test
    void saysThatThereIsNoSuchRow() throws Exception {
        assertThat(pc(PC_HEADER + "\nP,S,T,,1,,,,,,,,\n", 2)).isEqualTo(new NoRow());
        assertThat(pc("", 1)).isEqualTo(new NoRow());
    }

    @Test
    void looksForARowWithinALimitAlone() throws Exception {
        byte[] row = ("P,S,T," + "x".repeat(4_000) + ",1,,,,,,,,\n").getBytes(UTF_8);
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                return row[(int) (at++ % row.length)];
            }

            @Override
            public int read(byte[] into, int offset, int count) {
                int from = (int) (at % row.length);
                int part = Math.min(count, row.length - from);
                System.arraycopy(row, from, into, offset, part);
                at += part;
                return part;
            }
        };
        assertThat(of(
                        "sdtm-pc",
                        () -> new SequenceInputStream(
                                new ByteArrayInputStream((PC_HEADER + "\n").getBytes(UTF_8)), endless),
                        100_000_000))
                .isEqualTo(new TooFar());
    }
}
