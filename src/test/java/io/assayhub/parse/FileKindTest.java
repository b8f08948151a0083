package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {

    @ParameterizedTest
    @ValueSource(strings = {"a,b\r\n1,2\r\n", "a\tb\f\n", "\uFEFFa,b", "µg/mL;€", "\n", "PK,1", "%PDF"})
    void takesTextForText(String text) {
        assertThat(FileKind.sniff(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(FileKind.TEXT);
    }

    @Test
    void takesLatin1ForText() {
        assertThat(FileKind.sniff("Größe;µg".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(FileKind.TEXT);
    }

    @Test
    void leavesAPageOfTextWithOneNulToTheRowThatHoldsIt() {
        assertThat(sniff("a,b,c\n1,2,3\n".repeat(20) + "\0")).isEqualTo(FileKind.TEXT);
    }

    @Test
    void knowsAnEmptyFile() {
        assertThat(sniff("")).isEqualTo(FileKind.EMPTY);
        assertThat(FileKind.sniff("\uFEFF".getBytes(StandardCharsets.UTF_8))).isEqualTo(FileKind.EMPTY);
    }

    @Test
    void knowsArchives() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("xl/workbook.xml"));
        }
        assertThat(FileKind.sniff(zip.toByteArray())).isEqualTo(FileKind.ZIP);
        ByteArrayOutputStream emptyZip = new ByteArrayOutputStream();
        new ZipOutputStream(emptyZip).close();
        assertThat(FileKind.sniff(emptyZip.toByteArray())).isEqualTo(FileKind.ZIP);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        new GZIPOutputStream(gzip).close();
        assertThat(FileKind.sniff(gzip.toByteArray())).isEqualTo(FileKind.GZIP);
    }

    @Test
    void knowsDocuments() {
        assertThat(sniff("%PDF-1.7\n%âãÏÓ")).isEqualTo(FileKind.PDF);
        assertThat(sniff("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1\0\0"))
                .isEqualTo(FileKind.XLS);
    }

    @Test
    void knowsWideTextWithAndWithoutByteOrderMark() {
        assertThat(FileKind.sniff("\uFEFFa,b".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo(FileKind.UTF16);
        assertThat(FileKind.sniff("\uFEFFa,b".getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo(FileKind.UTF16);
        assertThat(FileKind.sniff("a,b".getBytes(StandardCharsets.UTF_16LE))).isEqualTo(FileKind.BINARY);
    }

    @Test
    void knowsBytesThatAreNoText() {
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        assertThat(FileKind.sniff(noise)).isEqualTo(FileKind.BINARY);
        assertThat(FileKind.sniff(new byte[100])).isEqualTo(FileKind.BINARY);
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void describesEachKindInItsOwnWords(FileKind kind) {
        assertThat(Arrays.stream(FileKind.values()).filter(k -> k.description().equals(kind.description())))
                .containsExactly(kind);
    }

    private static FileKind sniff(String latin1) {
        return FileKind.sniff(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }
}
