package io.assayhub.route.http;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.Form;
import java.util.Locale;
import java.util.Set;

/** Which content types a feed's transfers may say they are. */
final class MediaTypes {
    private static final Set<String> ANY = Set.of(
            "", "application/octet-stream", "text/plain", "application/gzip", "application/x-gzip", "application/zip");
    private static final Set<String> CSV =
            Set.of("text/csv", "application/csv", "text/tab-separated-values", "application/vnd.ms-excel");
    private static final Set<String> HL7V2 =
            Set.of("application/hl7-v2", "application/hl7-v2+er7", "x-application/hl7-v2+er7", "text/hl7v2");
    private static final Set<String> FORMS = Set.of("multipart/form-data", "application/x-www-form-urlencoded");

    private MediaTypes() {}

    /** The type without its parameters, in lower case; empty if none is said. */
    static String base(String contentType) {
        String type = contentType == null ? "" : contentType;
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether a feed takes a body of this type; a browser's form is nobody's transfer. */
    static boolean takes(FeedConfig feed, String contentType) {
        String type = base(contentType);
        if (ANY.contains(type)) {
            return true;
        }
        Form form = feed.format().form();
        if (form instanceof Form.Csv) {
            return CSV.contains(type);
        }
        if (form instanceof Form.Hl7v2) {
            return HL7V2.contains(type);
        }
        return !FORMS.contains(type) && !CSV.contains(type) && !HL7V2.contains(type);
    }
}
