package io.assayhub.boot;

import ch.qos.logback.core.PropertyDefinerBase;
import java.util.Locale;

/** How the log is written: {@code json} or {@code plain}. Any other word is {@code plain}: a slip costs nobody the log. */
public final class LogFormat extends PropertyDefinerBase {
    private String wanted = "";

    /** Takes the word of the environment, which may be empty. */
    public void setWanted(String wanted) {
        this.wanted = wanted;
    }

    @Override
    public String getPropertyValue() {
        return wanted.strip().toLowerCase(Locale.ROOT).equals("json") ? "json" : "plain";
    }
}
