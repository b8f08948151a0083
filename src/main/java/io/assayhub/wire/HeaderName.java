package io.assayhub.wire;

/** Names of record headers: CloudEvents 1.0 in its Kafka binding, W3C trace context, and the hub's own ({@code ah_}). */
public final class HeaderName {
    /** On {@link Topic#NORMALISED}: {@code result}, {@code end} or {@code moved}; on {@link Topic#AUDIT} see there. */
    public static final String KIND = "ah_kind";

    public static final String TRANSFER = "ah_transfer";
    /** Position of the record among those of its transfer in its partition: 1, 2, 3, … */
    public static final String SEQ = "ah_seq";
    /** The entry's address in its source: {@code row/observation}, or {@code row/observation/name} of several. */
    public static final String ENTRY = "ah_entry";

    public static final String FEED = "ah_feed";
    public static final String ID = "ah_id";
    /** What tells the result apart among those of its subject; with study and subject it gives {@link #ID}. */
    public static final String IDENTITY = "ah_identity";
    /** A whole number; among versions of one result the higher is the newer. */
    public static final String ORDER = "ah_order";

    public static final String SOURCE_HASH = "ah_source_hash";
    public static final String CONTENT_HASH = "ah_content_hash";
    public static final String STATUS = "ah_status";
    /** Suffixes of the consumer topics, separated by commas. */
    public static final String TOPICS = "ah_topics";
    /** {@code name@offset}, separated by commas, offsets ascending: see {@link Holes}. */
    public static final String HOLES = "ah_holes";

    /** {@code from-to}: where the JSON of Observation.code stands in the value. */
    public static final String CODE = "ah_code";
    /** Absent if the result has none. */
    public static final String ACCESSION = "ah_accession";
    /** When the sample was collected or its collection began, as a FHIR dateTime; absent if nobody says. */
    public static final String COLLECTED = "ah_collected";
    /** {@link Flag}s, separated by commas; absent if there are none. */
    public static final String FLAGS = "ah_flags";
    /** Why the mapping wants the result held; absent if it does not. */
    public static final String HOLD = "ah_hold";
    /** On a moved result: the partition that it came from. */
    public static final String FROM = "ah_from";

    /** On {@link Topic#AUDIT}: how the entry ended. */
    public static final String OUTCOME = "ah_outcome";

    public static final String SNAPSHOT = "ah_snapshot";
    public static final String VERSION = "ah_version";
    public static final String TRACE_PARENT = "traceparent";

    public static final String CE_SPEC_VERSION = "ce_specversion";
    public static final String CE_ID = "ce_id";
    public static final String CE_TYPE = "ce_type";
    public static final String CE_SOURCE = "ce_source";
    public static final String CE_SUBJECT = "ce_subject";
    public static final String CE_TIME = "ce_time";
    public static final String CONTENT_TYPE = "content-type";

    private HeaderName() {}
}
