package io.assayhub.mapping;

import io.assayhub.model.Moment;
import java.time.OffsetDateTime;

/** Compares points in time as far as both are known: a month is before no day of its own. */
final class MomentOrder {
    private static final int DATE = 10;
    /** Of a FHIR dateTime, that of the zone: {@code +hh:mm}. */
    private static final int OFFSET = 6;

    private MomentOrder() {}

    /**
     * Whether the first is certainly later than the second. Dates are those that the source states; two times are compared
     * as instants.
     */
    static boolean isAfter(Moment first, Moment second) {
        String a = first.dateTime();
        String b = second.dateTime();
        if (a.length() <= DATE || b.length() <= DATE) {
            int known = Math.min(DATE, Math.min(a.length(), b.length()));
            return compare(a, b, known) > 0;
        }
        if (offset(a) == offset(b) && a.regionMatches(offset(a), b, offset(b), OFFSET)) {
            return a.compareTo(b) > 0;
        }
        return OffsetDateTime.parse(a).isAfter(OffsetDateTime.parse(b));
    }

    /** Where the zone begins. */
    private static int offset(String dateTime) {
        return dateTime.endsWith("Z") ? dateTime.length() - 1 : dateTime.length() - OFFSET;
    }

    private static int compare(String a, String b, int length) {
        for (int i = 0; i < length; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return a.charAt(i) - b.charAt(i);
            }
        }
        return 0;
    }
}
