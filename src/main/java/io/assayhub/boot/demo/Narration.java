package io.assayhub.boot.demo;

import java.io.PrintStream;

/** What the demo says, line by line in plain text, and whether all that it checked was so. */
public final class Narration {
    private static final String INDENT = "   ";

    private final PrintStream out;
    private int chapter;
    private int failed;
    private volatile boolean silent;

    public Narration(PrintStream out) {
        this.out = out;
    }

    /** From now on nothing is printed: the reader has ended the demo and what still fails is no news. */
    public void fallSilent() {
        silent = true;
    }

    /** Whether the reader has ended the demo. */
    public boolean isSilent() {
        return silent;
    }

    /** Whether every check held. */
    public boolean isGood() {
        return failed == 0;
    }

    void chapter(String title) {
        chapter++;
        line("");
        line(chapter + (chapter < 10 ? "  " : " ") + title);
    }

    /** A line under the chapter's title. */
    void say(String text) {
        line(INDENT + text);
    }

    /** A line of its own. */
    public void line(String text) {
        if (!silent) {
            out.println(text);
        }
    }

    /** States what has to be so, and whether it is. */
    void check(String statement, boolean holds) {
        verdict(statement, "", holds);
    }

    /** States what has to be so with its figure; a difference is shown. */
    void same(String statement, Object expected, Object actual) {
        boolean equal = expected.equals(actual);
        verdict(statement, equal ? "" : ": expected " + expected + ", is " + actual, equal);
    }

    /** A check that failed before it could be made. */
    public void failed(String sentence) {
        verdict(sentence, "", false);
    }

    private void verdict(String statement, String difference, boolean holds) {
        failed += holds ? 0 : 1;
        say((holds ? "ok      " : "FAILED  ") + statement + difference);
    }
}
