package io.assayhub.wire;

import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** The key {@code study/subject} that normalised results, subjects and commands are co-partitioned by. */
public record SubjectKey(StudyId study, SubjectId subject) {
    /** {@code study/subject}. */
    public String text() {
        return study.value() + "/" + subject.value();
    }

    /** The key's bytes in ASCII. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads what {@link #bytes()} wrote. */
    public static SubjectKey parse(byte[] key) {
        return parse(new String(key, StandardCharsets.US_ASCII));
    }

    /** Reads what {@link #text()} wrote. */
    public static SubjectKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not study/subject");
        }
        return new SubjectKey(new StudyId(text.substring(0, slash)), new SubjectId(text.substring(slash + 1)));
    }

    /** The partition that Kafka's own default partitioner (murmur2) gives these key bytes. */
    public static int partition(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }
}
