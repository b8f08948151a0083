package io.assayhub.boot.demo;

import java.time.LocalDate;

/** One file as a laboratory sends it. */
public final class LabFile {

    private final String feed;
    private final String fileName;
    private final LocalDate sent;
    private final byte[] bytes;
    private final String note;

    LabFile(String feed, String fileName, LocalDate sent, byte[] bytes, String note) {
        this.feed = feed;
        this.fileName = fileName;
        this.sent = sent;
        this.bytes = bytes.clone();
        this.note = note;
    }

    /** The feed it belongs to. */
    public String feed() {
        return feed;
    }

    /** The sender's own name for it. */
    public String fileName() {
        return fileName;
    }

    /** The synthetic day on which it is sent. */
    public LocalDate sent() {
        return sent;
    }

    /** A copy of its content. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What is worth watching about it, for a person. */
    public String note() {
        return note;
    }

    @Override
    public String toString() {
        return feed + "/" + fileName + " (" + bytes.length + " bytes, " + note + ")";
    }
}
