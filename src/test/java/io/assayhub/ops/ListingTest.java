package io.assayhub.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ListingTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);

    @Test
    void alignsColumnsInTheirOrder() {
        try (Listing listing = new Listing(out, false, "name", "count")) {
            listing.add(Listing.item("count", 1, "name", "first"));
            listing.add(Listing.item("count", 22, "name", "b", "more", "not shown"));
            listing.say("Two.");
        }
        assertThat(bytes.toString(UTF_8)).isEqualToNormalizingNewlines("""
                name   count
                first  1
                b      22
                Two.
                """);
    }

    @Test
    void writesOneLineOfJsonAnItemAndNothingElse() {
        try (Listing listing = new Listing(out, true, "name")) {
            listing.add(Listing.item("name", "é", "count", 1, "absent", null));
            listing.say("Not for machines.");
        }
        assertThat(bytes.toString(UTF_8)).isEqualToNormalizingNewlines("{\"name\":\"é\",\"count\":1}\n");
    }

    @Test
    void letsNoTextCommandTheTerminal() {
        assertThat(Listing.printable("a\u001b[2Jb\tc")).isEqualTo("a\ufffd[2Jb\tc");
    }
}
