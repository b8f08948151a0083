package io.assayhub.model;

import java.util.Locale;

/** Every error that a sender or an operator can see: a stable code, what it means and how to mend it. */
public enum ErrorCode {
    // A whole transfer is refused: nothing of it is published.
    UNKNOWN_FEED(
            101,
            "No feed has this name.",
            "Put the file into the folder of a feed that exists, or write its feed file."),
    EMPTY_FILE(102, "The file holds no bytes or no rows.", "Send the file again."),
    NOT_A_TABLE(
            103,
            "The file is not of the form that the feed names.",
            "Send it in the agreed form, a table as CSV in the feed's charset."),
    NO_HEADER(104, "The header row was not found.", "Check skip of the feed against the file."),
    MISSING_COLUMN(105, "A required column is missing.", "Send the column, or change the agreement and the feed."),
    DUPLICATE_COLUMN(106, "Two columns that the feed reads have the same name.", "Name each column once."),
    UNKNOWN_COLUMN(
            107, "A column is not in the feed, which refuses unknown columns.", "Add it to the feed or leave it out."),
    COUNT_DIFFERS(
            108,
            "The sender's own count of rows differs from the rows found.",
            "The file is cut off or was edited: send it again."),
    TOO_MANY_REJECTED(
            109,
            "More of the transfer is refused, rejected or colliding than the feed allows.",
            "Mend the causes listed, and send the file again."),
    TOO_MANY_COLLISIONS(
            110,
            "More results share an identity with others than the hub can list.",
            "Check the feed's identity against the file."),
    NO_SEQUENCE(
            111,
            "The file name does not carry the sequence that the feed orders by.",
            "Name the file as the agreement says."),
    NO_COUNT(
            112,
            "The preamble does not carry the row count that the feed expects.",
            "Send the file with its preamble as agreed."),
    OTHER_ENVIRONMENT(
            113,
            "The transfer is for another environment.",
            "Send it to the hub of that environment, or mark it as the agreement says."),
    NO_ENVIRONMENT(
            114,
            "The transfer does not say which environment it is for.",
            "Let the sender state it in the place that the feed names."),
    TOO_MANY_REASSAYS(
            115,
            "The transfer holds more results than reassays can be told apart in, 500,000.",
            "Send it in parts, or without the rows that are not reported."),
    DAMAGED_WRAPPING(116, "The GZIP file or ZIP archive is damaged or cut off.", "Send the file again."),
    WRAPPED_TOO_LARGE(
            117,
            "What comes out of the GZIP file or ZIP archive is larger than any table the hub takes.",
            "Send it in parts; more than 200 times its packed size, or 4 GiB, is not read."),
    NOT_ONE_TABLE(
            118,
            "The ZIP archive does not hold exactly one file.",
            "Send one table in each archive, or agree on zip-of-several."),
    NO_MANIFEST(
            119,
            "The manifest agreed for the file is missing, cannot be read, or does not have one row for it.",
            "Send the manifest beside the file, then the file again."),
    MANIFEST_DIFFERS(
            120,
            "The file is not the one that its manifest describes.",
            "The file is cut off or was changed: send both again."),
    OTHER_VERSION(
            121,
            "The file or message is of a version of its format that is not read.",
            "Write it in the version that the message names."),
    CUT_OFF(122, "The file or message ends before it is complete.", "Send it again, whole."),
    MALFORMED(
            123,
            "The file or message breaks the rules of its format, so that it cannot be read on.",
            "Mend it at the place named, or let the program that wrote it be mended; nothing of it was taken."),
    SOURCE_TOO_LARGE(
            124,
            "The file or message is larger, deeper or wider than the hub takes.",
            "Send it in parts; the message names the limit."),
    TOO_MANY_RUNS(
            130,
            "The transfer has more runs or levels of calibrators and controls than can be judged.",
            "Send it in parts of at most 10,000 runs and 100,000 levels."),
    TOO_MANY_TIERS(
            131,
            "The transfer has more tiers of samples than can be compared.",
            "Send it in parts of at most 500,000 results, or take ada-tiers out of the feed."),
    OTHER_CHARSET(
            141,
            "The message says that it is in a character set that is not read.",
            "Send it in ASCII, 8859/1, 8859/15 or UNICODE UTF-8, as MSH-18 says."),
    OTHER_MESSAGE(
            142, "The message is not one of results.", "Send ORU^R01, ORU^R30 or OUL^R22 to this feed, and no other."),
    // A row is refused: it cannot be framed.
    UNCLOSED_QUOTE(
            201, "A quoted field is not closed.", "Close the quote, or double a quote that is part of the text."),
    TEXT_AFTER_QUOTE(202, "Text follows a closing quote.", "Double a quote that is part of the text."),
    ROW_TOO_LONG(203, "The row is longer than the feed allows.", "Check for a missing line break, or raise max-row."),
    NUL_BYTE(204, "The row holds a NUL byte.", "Send the table as plain text."),
    BAD_ENCODING(
            205,
            "The row holds bytes that are not in the feed's charset.",
            "Export in the feed's charset, or change charset in the feed."),
    WRONG_FIELD_COUNT(
            206,
            "The row has more or fewer fields than the header.",
            "Quote fields that hold the delimiter; check for a row cut off."),
    STRAY_QUOTE(
            207,
            "A quote stands in an unquoted field where a bad row may have left it.",
            "Mend the row above; double a quote that is part of the text."),
    MALFORMED_ROW(
            208,
            "The row, segment or record breaks a rule of its format.",
            "Mend it at the place named; the others were read."),
    SEVERAL_VALUES(
            220,
            "A field that the feed reads has several values, and nobody can tell which is meant.",
            "Send each value as a result of its own (an OBX, an Observation), or say in the feed which is read, such as"
                    + " PID-3[5=SUBJ].1 or Patient.identifier.where(system='urn:x').value."),
    SEVERAL_SEGMENTS(
            221,
            "More than one SPM, SAC or CTI segment applies to the result, and nobody can tell which is meant.",
            "Send the results of each specimen under an OBR of its own."),
    OTHER_VALUE_TYPE(
            222,
            "The value is of a type that is not read, such as a document, or a code of digits without a text, or an extension"
                    + " that is not known may change what it means.",
            "Send the result as a number, a code with its text, a text, a date or a time: in OBX-2 NM, SN, CE, CWE, ST,"
                    + " TX, FT, DT, TS or DTM, in FHIR no SampledData and no modifierExtension."),
    CUT_VALUE(223, "The sender marks a value as cut off.", "Send the value whole."),
    // An entry is rejected: the row stands, this result of it does not.
    VALUE_MISSING(301, "A required value is missing.", "Send the value."),
    NOT_A_NUMBER(
            302,
            "The value is not a number in the feed's notation.",
            "Write it with the feed's decimal sign and without grouping."),
    UNKNOWN_UNIT(
            303,
            "The unit is neither in the feed's units nor UCUM.",
            "Add it to the feed's units, with the UCUM code it stands for."),
    UNKNOWN_TOKEN(
            304,
            "The result is neither a number nor a word that the feed knows.",
            "Add the word to the feed's tokens, or correct the result."),
    NOT_A_TIME(
            305,
            "The value is not a date or time in the feed's format.",
            "Write it in the feed's format; the date has to exist."),
    // Retired: a person may know the time, so the result is held. The number keeps its old meaning in old records.
    TIME_NOT_UNIQUE(306, "Retired: a local time that is not unique is now held.", "See AH-0509."),
    BAD_SUBJECT(
            307,
            "The subject number does not have the study's form.",
            "Correct the number, or the study's subject pattern."),
    OTHER_STUDY(308, "The row belongs to another study than the feed.", "Send it to that study's feed."),
    IDENTITY_INCOMPLETE(
            309,
            "A value that identifies the result is missing.",
            "Send the value; without it a correction could not find its original."),
    // Retired: one of the entries may be right, so all are held. The number keeps its old meaning in old records.
    IDENTITY_COLLISION(310, "Retired: differing entries of one identity are now held.", "See AH-0505."),
    UNKNOWN_CODE(311, "The value is not one that the feed allows here.", "Add it to the feed's values, or correct it."),
    UNIT_MISSING(312, "A number came without a unit.", "Send the unit, or state it in the feed."),
    // Retired: either limit may be right, so the result is held. The number keeps its old meaning in old records.
    LIMIT_DIFFERS(313, "Retired: a limit that differs from the delivered one is now held.", "See AH-0510."),
    NO_OBSERVATION(
            314,
            "No result of the feed applies to this row.",
            "Add a result for it to the feed, or a rule that excludes it."),
    NOT_A_DURATION(315, "The value is neither hours nor an ISO 8601 duration.", "Write it as PT1H30M or as hours."),
    UNFIT_TEXT(
            316,
            "The text holds control characters or is longer than 1,000 characters.",
            "Send the text without them."),
    UNIT_UNFIT(
            317,
            "The unit is one of something else than what was measured.",
            "Correct the unit, or send the result under the code that it belongs to."),
    OUTCOME_CONTRADICTS(
            320,
            "The outcome and the result beside it contradict each other.",
            "Send one of them, or make the two agree."),
    NOT_SPLIT(
            330,
            "The cell does not have the form that the feed takes it apart by.",
            "Write it as the agreement says, or correct split in the feed."),
    NO_SITE_ZONE(
            331,
            "The feed knows no zone for the local times of this site.",
            "Add the site to zone in the feed, or let the sender send times with their offset."),
    NOT_AGREED_THEN(
            332,
            "The feed does not say which limit or unit held at the date of this result.",
            "Send the date in full, or add the time before to the feed."),
    NONE_REPORTED(
            333, "None of the rows of this result is marked as the reported one.", "Let the sender mark one of them."),
    SEVERAL_REPORTED(
            334, "More than one row of this result is marked as the reported one.", "Let the sender mark one of them."),
    // The hub's own files do not fit together.
    CONFIGURATION(401, "A configuration, feed or mapping file is wrong.", "Mend the place named."),
    // An entry is rejected because a declared check of its feed wants it so.
    OUTSIDE_LIMITS(
            410,
            "The number lies outside the limits of quantification delivered with it.",
            "Correct the number, the limits or the dilution."),
    OUT_OF_ORDER(
            411,
            "The times of collection, receipt and analysis do not follow each other.",
            "Correct the time that is wrong."),
    OFF_SERIES(412, "The titer is not on the agreed dilution series.", "Correct the titer, or the series in the feed."),
    OUTSIDE_PERCENT(413, "The percentage lies outside the agreed bounds.", "Correct the percentage."),
    SUM_TOO_LARGE(
            414,
            "The percentages of the same population in one row sum to more than is agreed.",
            "Correct the percentages, or the populations that they are of."),
    REPLICATES_DIFFER(
            415,
            "The wells of the result differ by more than is agreed.",
            "Repeat the assay, or mark the well that is not to count."),
    TIER_NOT_FOLLOWING(
            416,
            "The tier before is not positive in the same transfer.",
            "Send the tier before, or correct one of the two."),
    // A result is held: it waits for an event or for a person.
    HELD_UNKNOWN_SUBJECT(
            501,
            "The result's subject is not registered.",
            "Register the subject: the result goes out at once. If the number is wrong, dismiss it and let the sender correct it."),
    HELD_AMBIGUOUS_SUBJECT(
            502,
            "Two registrations write this subject's number differently and mean the same number.",
            "Let the EDC withdraw the wrong registration."),
    HELD_SUBJECT_CLOSED(
            503,
            "The study takes no result of this subject, or none collected after the subject left.",
            "Check consent and dates; then release or dismiss it."),
    HELD_AWAITING_VERDICT(
            504,
            "The transfer changes more than the feed allows without a person's decision.",
            "Look at the receipt's findings; then release or dismiss the transfer."),
    HELD_IDENTITY_COLLISION(
            505,
            "Several entries of one transfer have the same identity and differ.",
            "Release the right one and dismiss the others, or let the sender send what tells them apart."),
    HELD_SUBJECT_CHANGED(
            506,
            "The accession is known under another subject.",
            "Ask the laboratory whose sample it is; confirm the pair, or dismiss the result."),
    HELD_ILLEGAL_TRANSITION(
            507,
            "The result's status cannot follow the published one.",
            "Release it if the laboratory means it, or dismiss it."),
    HELD_NO_ORIGINAL(
            508,
            "The result corrects or withdraws one that never came.",
            "Let the sender send the original, or release or dismiss it."),
    HELD_AMBIGUOUS_TIME(
            509,
            "A local time does not exist or occurs twice where the clocks change.",
            "Let the sender send the time with its offset, or release it: it goes out with the date alone."),
    HELD_LIMIT_DIFFERS(
            510,
            "The limit in the result differs from the limit delivered beside it.",
            "Let the sender make the two agree, or release it with the limit that stands in the result."),
    HELD_QUEUED(511, "An earlier result of the same identity waits.", "Decide about the earlier one first."),
    HELD_UNEXPECTED(
            512,
            "The hub met an error of its own with this result.",
            "Report it; then release it to try again, or dismiss it."),
    HELD_CHECK_FAILED(
            520,
            "The result fails a check of its feed; its flag says which.",
            "Ask the laboratory; then release it, and it goes out with the flag, or dismiss it."),
    // A matter is raised: nothing is wrong with a record in hand, and a person should look.
    RAISED_MISSING(
            551,
            "A cumulative transfer no longer has a result that an earlier one had.",
            "Ask the sender; then withdraw the result, keep it, or snooze the matter."),
    RAISED_SEQUENCE_GAP(
            552, "A transfer is missing in the feed's sequence.", "Ask the sender for it; it closes when it comes."),
    RAISED_MOVED(
            553,
            "A result went out whose accession is known under another subject.",
            "Ask the laboratory; then confirm the new subject, or dismiss the matter."),
    // A registration is rejected, or carried what it should not have.
    BAD_REGISTRATION(
            601,
            "The registration cannot be read.",
            "Send a FHIR R4 Bundle with ResearchSubject and Patient, or the agreed table."),
    IDENTIFYING_DATA(
            602,
            "The registration carried identifying data; the hub has dropped it.",
            "Leave it out: the hub needs number, study, site, arm, status and period only."),
    SPECIMEN_TWICE(603, "The list has the same specimen twice.", "Name each specimen once, or tell the two apart."),
    LIST_TOO_LONG(
            604, "The list has more than 200,000 specimens.", "Divide it into several lists, one a study or a site."),
    // A request over HTTP is turned away; nothing of it was taken in.
    HTTP_UNKNOWN_CALLER(
            801,
            "The request does not say who sends it, or by a token that is not known.",
            "Send the header Authorization: Bearer TOKEN with the token that the hub's operator gave you."),
    HTTP_OTHER_FEED(802, "The token does not allow this feed.", "Use the feed's own token, or ask the hub's operator."),
    HTTP_NOT_FOUND(803, "There is nothing at this address.", "See /openapi.json for the addresses that there are."),
    HTTP_OTHER_METHOD(804, "The address does not take this method.", "Use a method that the Allow header names."),
    HTTP_BAD_REQUEST(805, "The request is not one that the hub can read.", "Send it as /openapi.json describes it."),
    HTTP_BAD_NAME(
            806,
            "The name of the delivery is missing, or is not a plain file name.",
            "Send ?name=FILE or Content-Disposition with the file's name alone, without folders, at most 200 characters."),
    HTTP_OTHER_TYPE(
            807,
            "The body's content type is not one that the feed takes.",
            "Send the type of the feed's format, such as text/csv, or application/octet-stream."),
    HTTP_TOO_LARGE(808, "The body is larger than the hub takes.", "Send it in parts, or raise http.limits.body."),
    HTTP_KEY_USED(
            809,
            "The idempotency key was used for another delivery.",
            "Use a new key for new content, or send what the key was first used for."),
    HTTP_BEING_TAKEN(
            810, "The same delivery is being taken in at this moment.", "Wait, and ask again with the same content."),
    HTTP_NOT_READY(
            811,
            "The hub could not store the delivery, or does not answer yet.",
            "Send it again as it is after the time that Retry-After names; what was stored is recognised."),
    HTTP_BUSY(
            812,
            "The hub takes in as many bodies as it may at once.",
            "Send it again after the time that Retry-After names."),
    HTTP_OTHER_SITE(
            813,
            "The request comes from a page of another site, or is addressed to another name.",
            "Call the hub under its own name, and from its own pages or a program."),
    HTTP_TOO_SLOW(
            814, "The request was not complete in the time allowed.", "Send it faster, or raise http.limits.request."),
    HTTP_DAMAGED(
            815,
            "The body is cut off, damaged, or packed in a way that is not read.",
            "Send it again, plain or with Content-Encoding: gzip."),
    HTTP_UNEXPECTED(
            816, "The hub met an error of its own with this request.", "Report it; then send the request again.");

    private final int number;
    private final String meaning;
    private final String remedy;

    ErrorCode(int number, String meaning, String remedy) {
        this.number = number;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The stable code, such as {@code AH-0303}. */
    public String code() {
        return String.format(Locale.ROOT, "AH-%04d", number);
    }

    /** What happened, in one sentence without anything from the data. */
    public String meaning() {
        return meaning;
    }

    /** How to mend it. */
    public String remedy() {
        return remedy;
    }
}
