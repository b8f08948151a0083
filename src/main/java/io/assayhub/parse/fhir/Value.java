package io.assayhub.parse.fhir;

import io.assayhub.parse.RefusedRow.Reason;

/**
 * What stands at a place.
 *
 * @param text empty where nothing does
 * @param wrong why nobody can tell, or null
 */
record Value(String text, Reason wrong) {
    static final Value NONE = new Value("", null);

    static final Value SEVERAL = new Value("", Reason.SEVERAL_VALUES);

    static final Value OTHER_TYPE = new Value("", Reason.OTHER_VALUE_TYPE);

    static Value of(String text) {
        return text == null || text.isEmpty() ? NONE : new Value(text, null);
    }

    boolean isNone() {
        return wrong == null && text.isEmpty();
    }
}
