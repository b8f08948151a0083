package io.assayhub.route;

import io.assayhub.config.FeedConfig;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.CsvRow;
import io.assayhub.parse.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a sender states of a delivery in a file of its own beside it: a CSV in UTF-8 with a header and one row, or one row
 * for each delivery by its name.
 */
final class SenderManifest {
    private static final int MOST_BYTES = 1 << 20;

    private final FeedConfig feed;
    private final FeedConfig.SenderManifest agreed;
    private final Map<String, String> stated;

    private SenderManifest(FeedConfig feed, Map<String, String> stated) {
        this.feed = feed;
        this.agreed = feed.transfer().manifest().orElseThrow();
        this.stated = stated;
    }

    /** Reads the row of a delivery; empty if the file does not exist or has not exactly one row for it. */
    static Optional<SenderManifest> read(FeedConfig feed, Path file, String delivery) throws IOException {
        FeedConfig.SenderManifest agreed = feed.transfer().manifest().orElseThrow();
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            return Optional.empty();
        }
        Map<String, String> found = null;
        CsvDialect dialect = CsvDialect.of(agreed.delimiter(), StandardCharsets.UTF_8);
        try (CsvFramer framer = new CsvFramer(Files.newInputStream(file), dialect)) {
            if (!(framer.next() instanceof CsvRow header)) {
                return Optional.empty();
            }
            String[] names = new String[header.fieldCount()];
            for (int i = 0; i < names.length; i++) {
                names[i] = header.text(i).strip();
            }
            framer.expectFields(names.length);
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                if (!(frame instanceof CsvRow row)) {
                    return Optional.empty();
                }
                Map<String, String> cells = new HashMap<>();
                for (int i = 0; i < names.length; i++) {
                    cells.put(names[i], row.text(i).strip());
                }
                if (agreed.name() == null || delivery.equals(cells.get(agreed.name()))) {
                    if (found != null) {
                        return Optional.empty();
                    }
                    found = cells;
                }
            }
        }
        return Optional.ofNullable(found).map(cells -> new SenderManifest(feed, cells));
    }

    /** What differs from the delivery's bytes, or from the environment that the feed expects. */
    Optional<Rejected> differs(long bytes, String sha256) {
        if (agreed.bytes() != null && !Long.toString(bytes).equals(stated.get(agreed.bytes()))) {
            return differs("The file has " + bytes + " bytes, the manifest states another number.");
        }
        String digest = stated.getOrDefault(agreed.sha256(), "");
        if (agreed.sha256() != null && !sha256.equals(digest.toLowerCase(Locale.ROOT))) {
            return differs("The file's SHA-256 is " + sha256 + ", the manifest states another.");
        }
        if (agreed.environment() != null) {
            String environment = stated.getOrDefault(agreed.environment(), "");
            ErrorCode code = environment.isEmpty()
                    ? ErrorCode.NO_ENVIRONMENT
                    : feed.environment().orElseThrow().isExpected(environment) ? null : ErrorCode.OTHER_ENVIRONMENT;
            return Optional.ofNullable(code).map(c -> refusal(c, c.meaning()));
        }
        return Optional.empty();
    }

    /** How many rows it states; empty if it does not, or not as a number. */
    Optional<Long> rows() {
        return Optional.ofNullable(agreed.rows())
                .map(stated::get)
                .filter(text -> text.matches("\\d{1,12}"))
                .map(Long::valueOf);
    }

    /** What differs from the rows that were found. */
    Optional<Rejected> differs(TransferReader.Summary summary) {
        long rows = summary.rows() - summary.excluded().getOrDefault(TransferReader.BELOW_THE_TABLE, 0L);
        return agreed.rows() == null || Long.toString(rows).equals(stated.get(agreed.rows()))
                ? Optional.empty()
                : Optional.of(refusal(
                        ErrorCode.COUNT_DIFFERS,
                        "The file holds " + rows + " rows, the manifest states another number."));
    }

    /** Why a delivery without its manifest is refused. */
    static Rejected missing() {
        return refusal(ErrorCode.NO_MANIFEST, ErrorCode.NO_MANIFEST.meaning());
    }

    private static Optional<Rejected> differs(String detail) {
        return Optional.of(refusal(ErrorCode.MANIFEST_DIFFERS, detail));
    }

    private static Rejected refusal(ErrorCode code, String detail) {
        return new Rejected(code, Location.WHOLE, null, detail, null);
    }
}
