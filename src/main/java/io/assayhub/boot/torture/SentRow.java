package io.assayhub.boot.torture;

/**
 * One line of a file as the laboratory writes it.
 *
 * @param concentration as written, digits and all; not a number if the hub has to reject it
 */
record SentRow(String subject, String accession, String concentration) {
    /** What makes the result one result. */
    record Key(String subject, String accession) {
        @Override
        public String toString() {
            return subject + "/" + accession;
        }
    }

    Key key() {
        return new Key(subject, accession);
    }

    SentRow with(String value) {
        return new SentRow(subject, accession, value);
    }

    boolean isReadable() {
        return Character.isDigit(concentration.charAt(0));
    }
}
