package io.assayhub.wire;

import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import java.util.List;

/**
 * One subject as the hub knows it, on {@link Topic#SUBJECTS} under {@link #key()}: pseudonymous, nothing but what stands
 * here. An alias has {@code redirect} and nothing of its own.
 *
 * @param study the study's code
 * @param subject the canonical number
 * @param redirect the canonical number this one stands for, or null: a screening number, a former number
 * @param form the number as registered; two forms of one canonical number are an ambiguity
 * @param status FHIR ResearchSubject.status
 * @param accepts which results the study's rule takes
 * @param until with {@link Accepts#UNTIL}: the last day of collection that is taken, as an ISO date
 * @param site site code or null
 * @param arm arm or null
 * @param start first day in the study, ISO date, or null
 * @param end last day in the study, ISO date, or null
 * @param asOf when the registry said so, in milliseconds since 1970; an older record never replaces a newer one
 * @param claims the registrations that this record stands for, by form: one, or several that contend or that contended;
 *     null where nobody but the ledger needs them
 */
public record SubjectRecord(
        String study,
        String subject,
        String redirect,
        String form,
        String status,
        Accepts accepts,
        String until,
        String site,
        String arm,
        String start,
        String end,
        long asOf,
        List<Claim> claims) {
    /**
     * One registration of a number, as the registry's next word about it is compared with.
     *
     * @param form the number as registered
     * @param registration hash of the registry's own id of it, or null
     * @param individual hash of the registry's own id of the person, or null
     */
    public record Claim(
            String form,
            String registration,
            String individual,
            String status,
            String site,
            String arm,
            String start,
            String end,
            long asOf) {}

    /** A record without claims. */
    public SubjectRecord(
            String study,
            String subject,
            String redirect,
            String form,
            String status,
            Accepts accepts,
            String until,
            String site,
            String arm,
            String start,
            String end,
            long asOf) {
        this(study, subject, redirect, form, status, accepts, until, site, arm, start, end, asOf, null);
    }

    /** Which results of a subject go out. */
    public enum Accepts {
        ALL,
        /** Those collected up to a day; later ones are held. */
        UNTIL,
        /** None: all are held. */
        NONE,
        /** None, because two registrations contend for this number. */
        AMBIGUOUS;

        @com.fasterxml.jackson.annotation.JsonValue
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A subject of whom nothing is known but the number, and all of whose results are taken. */
    public static SubjectRecord open(String study, String subject) {
        return new SubjectRecord(
                study, subject, null, subject, "on-study", Accepts.ALL, null, null, null, null, null, 0);
    }

    /** The record of an alias. */
    public static SubjectRecord redirect(String study, String alias, String canonical, long asOf) {
        return new SubjectRecord(study, alias, canonical, null, null, null, null, null, null, null, null, asOf);
    }

    /** The same for somebody who may not know the treatment. */
    public SubjectRecord withoutArm() {
        return new SubjectRecord(study, subject, redirect, form, status, accepts, until, site, null, start, end, asOf);
    }

    /** The record's key. */
    public SubjectKey key() {
        return new SubjectKey(new StudyId(study), new SubjectId(subject));
    }

    public byte[] toJson() {
        return Json.bytes(this);
    }

    public static SubjectRecord fromJson(byte[] json) {
        return Json.read(json, SubjectRecord.class);
    }
}
