package io.assayhub.index;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.wire.SpecimenRecord;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes expected specimens, and keeps with each what has come of it: whenever a result, a hold or the list itself says
 * something new of it, its state is asked for again. See {@link ReconcileQueries.State} for the states.
 */
final class ExpectedWriter {
    /** Of specimens that have no time at all: after all others. */
    static final long NO_TIME = 1L << 50;

    /** Results that are still published, of the test that is expected if it is told. */
    private static final String SAME =
            " AND r.status <> 'entered-in-error' AND (expected.assay IS NULL OR r.kind = expected.assay)";

    private final Statements statements;

    ExpectedWriter(Statements statements) {
        this.statements = statements;
    }

    /** A state as {@link ReconcileQueries.State} defines it, from what this viewer may see. */
    private static String state(Viewer viewer) {
        String may = " AND " + viewer.mayWith("r.feed");
        String held = "EXISTS (SELECT 1 FROM waiting r WHERE r.accession = expected.accession"
                + " AND r.study = expected.study AND r.reason IS NOT NULL" + may + ")";
        // A laboratory that says, too, that nothing was measured agrees with a list that says it was not done.
        return "CASE WHEN " + byNumber("<>", may) + " THEN 'contradiction'"
                + " WHEN expected.status = 'not-done' AND " + own(may + " AND r.status <> 'cancelled'")
                + " THEN 'contradiction' WHEN expected.status <> 'not-done' AND " + own(may) + " THEN 'reported' WHEN "
                + held + " THEN 'waiting' WHEN expected.status = 'collected' THEN 'not-reported'"
                + " ELSE expected.status END";
    }

    /** Whether there is a result for the specimen, of its own subject. */
    private static String own(String condition) {
        return "(" + byNumber("=", condition) + " OR (expected.accession IS NULL AND EXISTS (SELECT 1 FROM result r"
                + " WHERE r.study = expected.study AND r.subject = expected.subject AND r.visit = expected.visit"
                + " AND r.timepoint IS expected.timepoint" + SAME + condition + ")))";
    }

    private static String byNumber(String sameSubject, String condition) {
        return "EXISTS (SELECT 1 FROM result r WHERE r.accession = expected.accession AND r.study = expected.study"
                + " AND r.subject " + sameSubject + " expected.subject" + SAME + condition + ")";
    }

    private static final String STATES =
            "UPDATE expected SET state = " + state(Viewer.UNBLINDED) + ", seen = " + state(Viewer.BLINDED) + " WHERE ";

    /** Takes a record of the lists. */
    void take(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        if (SpecimenRecord.isListing(record.key())) {
            statements.run(
                    "INSERT OR REPLACE INTO specimen_list VALUES (?, ?)",
                    SpecimenRecord.listOf(record.key()),
                    record.value());
            return;
        }
        String key = new String(record.key(), US_ASCII);
        if (record.value() == null) {
            statements.run("DELETE FROM expected WHERE key = ?", key);
            return;
        }
        SpecimenRecord specimen = SpecimenRecord.fromJson(record.value());
        // The list may name a subject by its screening number.
        String standsFor = statements.text(
                "SELECT redirect FROM subject WHERE study = ? AND subject = ?", specimen.study(), specimen.subject());
        Long since = millis(specimen.collected() == null ? specimen.planned() : specimen.collected());
        statements.run(
                """
                INSERT INTO expected VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')
                ON CONFLICT (key) DO UPDATE SET status = excluded.status, planned = excluded.planned,
                  collected = excluded.collected, since_ms = excluded.since_ms""",
                key,
                specimen.list(),
                specimen.study(),
                standsFor == null ? specimen.subject() : standsFor,
                specimen.visit(),
                specimen.timepoint(),
                specimen.specimen(),
                specimen.assay(),
                specimen.accession(),
                specimen.status().text(),
                specimen.planned(),
                specimen.collected(),
                since == null ? NO_TIME : since);
        statements.run(STATES + "key = ?", key);
    }

    /** Of a time without an offset that of UTC: for an order and an age it is near enough. */
    private static Long millis(String text) {
        if (text == null) {
            return null;
        }
        Long exact = ObservationFacts.millis(text);
        Long utc = exact == null ? ObservationFacts.millis(text + "Z") : exact;
        return utc == null && text.length() > 10 ? ObservationFacts.millis(text.substring(0, 10)) : utc;
    }

    /** A number turned out to stand for another subject. */
    void redirected(String study, String number, String subject) throws SQLException {
        statements.run("UPDATE expected SET subject = ? WHERE study = ? AND subject = ?", subject, study, number);
        statements.run(STATES + "study = ? AND subject = ?", study, subject);
    }

    /** A version of a result was written. */
    void reported(String study, String subject, String accession, String visit, String timepoint) throws SQLException {
        if (accession != null) {
            statements.run(STATES + "accession = ? AND study = ?", accession, study);
        }
        if (visit != null) {
            statements.run(
                    STATES + "study = ? AND subject = ? AND visit = ? AND timepoint IS ? AND accession IS NULL",
                    study,
                    subject,
                    visit,
                    timepoint);
        }
    }

    /** A matter was written, or ended, that has this accession or none. */
    void held(String accession) throws SQLException {
        if (accession != null) {
            statements.run(STATES + "accession = ?", accession);
        }
    }

    /** Other feeds are blinded than before. */
    void seeAgain() throws SQLException {
        statements.run(STATES + "state IN ('reported', 'waiting', 'contradiction')");
    }
}
