package io.assayhub.route;

import java.util.Locale;

/** How deliveries come. */
public enum Transport {
    /** The drop folders, to which files of SFTP servers are copied too. */
    FILE,
    HTTP,
    MLLP,
    ASTM,
    /** Records of laboratories' topics. */
    KAFKA,
    /** Stored bytes that are read again. */
    REPLAY;

    /** The word in figures. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
