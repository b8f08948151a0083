package io.assayhub.parse;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;

/**
 * A row that cannot be taken: where it is and why, without any of its content.
 *
 * <p>A row refused for its quotes, its length or its number of fields takes its first physical line with it and no
 * other; the lines after it are framed anew. A row whose frame is sound but which holds a NUL or undecodable bytes is
 * refused with all its lines.
 *
 * @param reason why
 * @param row 1-based row number
 * @param line 1-based physical line on which it begins
 * @param lastLine last physical line refused with it
 * @param offset of its first byte in the stream
 * @param field 0-based field with the problem, or -1 when it is not in one field
 * @param problemOffset of the byte in the stream at which the problem shows, always within the refused lines or at
 *     their end
 * @param fields how many fields were found before it was refused
 */
public record RefusedRow(
        Reason reason, long row, long line, long lastLine, long offset, int field, long problemOffset, int fields)
        implements Frame {

    /**
     * The same as whoever sent it is told.
     *
     * @param expected how many fields it should have had
     */
    public Rejected rejected(int expected) {
        ErrorCode code = switch (reason) {
            case UNCLOSED_QUOTE -> ErrorCode.UNCLOSED_QUOTE;
            case TEXT_AFTER_QUOTE -> ErrorCode.TEXT_AFTER_QUOTE;
            case STRAY_QUOTE -> ErrorCode.STRAY_QUOTE;
            case ROW_TOO_LONG -> ErrorCode.ROW_TOO_LONG;
            case NUL_BYTE -> ErrorCode.NUL_BYTE;
            case BAD_ENCODING -> ErrorCode.BAD_ENCODING;
            case WRONG_FIELD_COUNT -> ErrorCode.WRONG_FIELD_COUNT;
            case MALFORMED -> ErrorCode.MALFORMED_ROW;
            case SEVERAL_VALUES -> ErrorCode.SEVERAL_VALUES;
            case SEVERAL_SEGMENTS -> ErrorCode.SEVERAL_SEGMENTS;
            case OTHER_VALUE_TYPE -> ErrorCode.OTHER_VALUE_TYPE;
            case CUT_VALUE -> ErrorCode.CUT_VALUE;
        };
        String detail = reason == Reason.WRONG_FIELD_COUNT
                ? "The row has " + fields + " fields, the header has " + expected + "."
                : code.meaning();
        return new Rejected(code, new Location(row - 1, line, null), null, detail, null);
    }

    /** Why a row was refused. */
    public enum Reason {
        /** A quote opens on the refused line; what follows on later lines up to the limit or the end does not fit. */
        UNCLOSED_QUOTE("a quoted field is not closed"),
        /** After a closing quote comes neither a delimiter nor a line end. */
        TEXT_AFTER_QUOTE("text between a closing quote and the next delimiter"),
        /**
         * A quote inside an unquoted field, in lines that a row just refused had reached. Elsewhere such a quote is
         * plain text; here the line is most likely the tail of the refused row.
         */
        STRAY_QUOTE("a quote inside an unquoted field next to a row refused for its quotes"),
        /** Longer than the dialect's row limit. */
        ROW_TOO_LONG("the row is longer than the limit"),
        /** A byte of value zero. */
        NUL_BYTE("the row holds a NUL byte"),
        /** Bytes that the dialect's charset does not define. */
        BAD_ENCODING("the row holds bytes that are not valid in the charset of the feed"),
        /** Fewer or more fields than expected. */
        WRONG_FIELD_COUNT("the row has fewer or more fields than the header"),
        /** It breaks a rule of its format; the next one can be read all the same. */
        MALFORMED("the row breaks a rule of its format"),
        /** A field of a message repeats, and the feed does not say which of its values is meant. */
        SEVERAL_VALUES("a field has several values where one is read"),
        /** Segments that say the same thing of a result twice. */
        SEVERAL_SEGMENTS("more than one specimen or trial segment applies to the result"),
        /** Such as a document or a person's name. */
        OTHER_VALUE_TYPE("the value is of a type that is not read"),
        /** The sender's mark of truncation stands at its end. */
        CUT_VALUE("the sender marks a value as cut off");

        private final String description;

        Reason(String description) {
            this.description = description;
        }

        /** Constant text for operators, without content of the row. */
        public String description() {
            return description;
        }
    }
}
