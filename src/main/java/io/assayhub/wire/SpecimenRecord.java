package io.assayhub.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import io.assayhub.model.Hash128;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One specimen that a study expects, as the newest list of its name says, on {@link Topic#SPECIMENS} under {@link #key()}; a
 * tombstone when a later list does not have it. Results are held against it; it changes none of them.
 *
 * @param list name of the list
 * @param study the study's code
 * @param subject the canonical number
 * @param visit as the laboratories write it
 * @param timepoint as the laboratories write it, or null
 * @param specimen its type in the list's words, or null
 * @param assay name of the Observation mapping that its result comes under, or null: any result reports it
 * @param accession the specimen's number, or null: it is found by visit and time point then
 * @param planned day it is planned for, ISO date, or null
 * @param collected when it was collected, ISO 8601, or null
 */
public record SpecimenRecord(
        String list,
        String study,
        String subject,
        String visit,
        String timepoint,
        String specimen,
        String assay,
        String accession,
        Status status,
        String planned,
        String collected) {

    /** What the list says of a specimen. */
    public enum Status {
        PLANNED,
        COLLECTED,
        /** It will never be: the injection was not given, the visit was left out. */
        NOT_DONE;

        private static final Map<String, Status> BY_TEXT =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Status::text, s -> s));

        /** As files and records write it. */
        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Status> of(String text) {
            return Optional.ofNullable(BY_TEXT.get(text));
        }
    }

    /**
     * One list as it was taken last; on the same topic under its name.
     *
     * @param title for people
     * @param delivery the file's name
     * @param asOf when it came, in milliseconds since 1970; an older one does not replace a newer one
     * @param specimens expected by it
     * @param rejected rows that were not read
     */
    public record Listing(String list, String title, String delivery, long asOf, long specimens, long rejected) {
        public byte[] key() {
            return list.getBytes(StandardCharsets.US_ASCII);
        }

        public byte[] toJson() {
            return Json.bytes(this);
        }

        public static Listing fromJson(byte[] json) {
            return Json.read(json, Listing.class);
        }
    }

    /** Whether a key is that of a list and not of a specimen. */
    public static boolean isListing(byte[] key) {
        for (byte b : key) {
            if (b == '/') {
                return false;
            }
        }
        return true;
    }

    /** The list that a key belongs to. */
    public static String listOf(byte[] key) {
        String text = new String(key, StandardCharsets.US_ASCII);
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    /** {@code LIST/STUDY/SUBJECT/} and a hash of what tells it from the subject's others: neither status nor days. */
    public String key() {
        String own = String.join("\u001f", visit, text(timepoint), text(specimen), text(assay), text(accession));
        return String.join("/", list, study, subject, Hash128.ofSha256(own).hex());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    public byte[] toJson() {
        return Json.bytes(this);
    }

    public static SpecimenRecord fromJson(byte[] json) {
        return Json.read(json, SpecimenRecord.class);
    }
}
