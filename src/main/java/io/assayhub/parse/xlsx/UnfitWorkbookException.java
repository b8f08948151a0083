package io.assayhub.parse.xlsx;

import io.assayhub.parse.RefusedTable.Fault;
import java.io.IOException;

/** Ends the reading of a part of a workbook, from within the XML reader; the framer makes a value of it. */
final class UnfitWorkbookException extends IOException {
    private static final long serialVersionUID = 1;
    private final Fault fault;

    UnfitWorkbookException(Fault fault, String detail) {
        super(detail);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
