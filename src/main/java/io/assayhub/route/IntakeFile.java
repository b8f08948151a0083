package io.assayhub.route;

import io.assayhub.model.Rejected;
import io.assayhub.wire.Manifest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the file route does with a claimed file: hands it to {@link Intake}, and lists its rejects for the sender. */
public final class IntakeFile {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeFile.class);

    private final Intake intake;
    private final DropFolders folders;
    private final ManifestFiles manifests;

    public IntakeFile(Intake intake, DropFolders folders, ManifestFiles manifests) {
        this.intake = intake;
        this.folders = folders;
        this.manifests = manifests;
    }

    /** Returns what was taken when Kafka has acknowledged everything. */
    public Taken take(@Body Delivery delivery) throws IntakeException, IOException {
        Taken taken;
        try (RejectList list = new RejectList(delivery)) {
            taken = intake.take(delivery, manifests.of(delivery), list::add);
        }
        Manifest manifest = taken.manifest();
        LOG.atInfo()
                .addKeyValue("feed", manifest.feed())
                .addKeyValue("transfer", taken.transfer())
                .addKeyValue("rows", manifest.rows())
                .addKeyValue("entries", manifest.entries())
                .addKeyValue("rejected", manifest.rejected())
                .addKeyValue(
                        "refusal",
                        manifest.refusal() == null ? "none" : manifest.refusal().code())
                .log(manifest.refusal() == null ? "A file was taken in" : "A file was refused");
        return taken;
    }

    /** The CSV that goes back to the sender; created with the first reject. Holds the cells as sent, as the file does. */
    private final class RejectList implements AutoCloseable {
        private final Delivery delivery;
        private Writer out;

        private RejectList(Delivery delivery) {
            this.delivery = delivery;
        }

        private void add(Rejected rejected) throws IOException {
            if (out == null) {
                out = new BufferedWriter(
                        Files.newBufferedWriter(folders.rejectsOf(delivery), StandardCharsets.UTF_8), 1 << 16);
                out.write("code,row,line,column,value,detail,remedy\r\n");
            }
            out.write(rejected.code().code());
            out.write("," + number(rejected.location().row()));
            out.write("," + number(rejected.location().line()));
            out.write("," + cell(rejected.location().column()));
            out.write("," + cell(rejected.value()));
            out.write("," + cell(rejected.detail()));
            out.write("," + cell(rejected.code().remedy()) + "\r\n");
        }

        private static String number(long value) {
            return value == 0 ? "" : Long.toString(value);
        }

        /** Quoted (RFC 4180); a leading sign that a spreadsheet takes for a formula is defused. */
        private static String cell(String text) {
            if (text == null) {
                return "";
            }
            String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
            return '"' + safe.replace("\"", "\"\"") + '"';
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }
}
