package io.assayhub.parse;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;

/**
 * The source cannot be read on: what is no row ends here, and nothing of the transfer counts. The last frame of its framer.
 *
 * @param row 1-based number of the row that would have been the next, the header counted
 * @param line 1-based physical line or record at which it shows, or 0
 * @param offset of the byte at which it shows, as far as known
 * @param detail what is wrong and how to mend it, without any of the source's content
 */
public record RefusedTable(Fault fault, long row, long line, long offset, String detail) implements Frame {

    /** Why a source cannot be read on. */
    public enum Fault {
        /** It holds nothing. */
        EMPTY,
        /** It is not what the feed says it is. */
        OTHER_FORMAT,
        /** It is of a version that is not read. */
        OTHER_VERSION,
        /** It ends before it is complete. */
        CUT_OFF,
        /** It breaks the rules of its own format. */
        MALFORMED,
        /** It is larger, deeper or wider than any real one. */
        TOO_LARGE,
        /** It holds another number of parts than it says. */
        COUNT_DIFFERS,
        /** It says that its text is in a charset that is not read. */
        OTHER_CHARSET,
        /** It is a message, but not one of results. */
        OTHER_MESSAGE
    }

    /** The same as whoever sent it is told. */
    public Rejected rejected() {
        ErrorCode code = switch (fault) {
            case EMPTY -> ErrorCode.EMPTY_FILE;
            case OTHER_FORMAT -> ErrorCode.NOT_A_TABLE;
            case OTHER_VERSION -> ErrorCode.OTHER_VERSION;
            case CUT_OFF -> ErrorCode.CUT_OFF;
            case MALFORMED -> ErrorCode.MALFORMED;
            case TOO_LARGE -> ErrorCode.SOURCE_TOO_LARGE;
            case COUNT_DIFFERS -> ErrorCode.COUNT_DIFFERS;
            case OTHER_CHARSET -> ErrorCode.OTHER_CHARSET;
            case OTHER_MESSAGE -> ErrorCode.OTHER_MESSAGE;
        };
        return new Rejected(code, new Location(Math.max(0, row - 1), line, null), null, detail, null);
    }

    @Override
    public long lastLine() {
        return line;
    }
}
