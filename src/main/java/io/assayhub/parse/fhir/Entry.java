package io.assayhub.parse.fhir;

import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;

/** What a source holds next. */
sealed interface Entry {
    /**
     * A resource.
     *
     * @param url its full URL in the Bundle, or null
     * @param number 1-based entry of the Bundle, or line
     * @param offset of its first byte
     */
    record Resource(Node.Fields fields, String url, long number, long offset) implements Entry {
        String type() {
            String type = fields.text("resourceType");
            return type == null ? "" : type;
        }
    }

    /** What is no resource that can be read. */
    record Unfit(Reason reason, long number, long offset) implements Entry {}

    /** Nothing after it can be read. */
    record End(RefusedTable refusal) implements Entry {}
}
