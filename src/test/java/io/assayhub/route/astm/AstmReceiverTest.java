package io.assayhub.route.astm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.route.astm.AstmReceiver.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receiver's rules of LIS01-A2, and what senders make of them. */
class AstmReceiverTest {
    private static final String H = "H|\\^&\r";
    private static final String R = "R|1|^^^CRP|1\r";
    private static final String L = "L|1|N\r";

    private final AstmReceiver receiver = new AstmReceiver(2000);
    private final List<String> stored = new ArrayList<>();
    private boolean storing = true;

    private static String frame(int number, String text, char end) {
        String body = number + text + end;
        int sum = 0;
        for (byte b : body.getBytes(ISO_8859_1)) {
            sum += b & 0xff;
        }
        return "\u0002" + body + String.format(Locale.ROOT, "%02X", sum & 0xff) + "\r\n";
    }

    private static String frame(int number, String text) {
        return frame(number, text, '\u0003');
    }

    /** What is answered: A, N, or X for a connection that is given up. */
    private String send(String text) {
        StringBuilder answers = new StringBuilder();
        for (byte b : text.getBytes(ISO_8859_1)) {
            Step step = receiver.take(b);
            if (step instanceof Step.Store store) {
                if (storing) {
                    stored.add(new String(store.message(), ISO_8859_1));
                }
                assertThat(receiver.isWaiting()).isTrue();
                step = receiver.settled(storing);
            }
            if (step instanceof Step.Send answer) {
                answers.append(answer.answer() == AstmReceiver.ACK ? 'A' : 'N');
            } else if (step instanceof Step.Close) {
                answers.append('X');
            }
        }
        return answers.toString();
    }

    @Test
    void takesOneRecordAFrame() {
        assertThat(send("\u0005" + frame(1, H) + frame(2, R) + frame(3, L) + "\u0004"))
                .isEqualTo("AAAA");
        assertThat(stored).containsExactly(H + R + L);
        assertThat(receiver.isInSession()).isFalse();
    }

    @Test
    void takesAWholeMessageInOneFrame() {
        assertThat(send("\u0005" + frame(1, H + R + L) + "\u0004")).isEqualTo("AA");
        assertThat(stored).containsExactly(H + R + L);
    }

    @Test
    void joinsRecordsThatAFrameCutsInTwoAndReadsEtbOnWholeRecords() {
        assertThat(send("\u0005" + frame(1, H + "R|1|^^", '\u0017') + frame(2, "^CRP|1\rL|1", '\u0017')
                        + frame(3, "|N")))
                .isEqualTo("AAAA");
        assertThat(send(frame(4, H, '\u0017') + frame(5, R, '\u0017') + frame(6, L, '\u0017')))
                .isEqualTo("AAA");
        assertThat(stored).containsExactly(H + R + L, H + R + L);
    }

    @Test
    void endsARecordWithEtxWhereItsCarriageReturnIsMissing() {
        assertThat(send("\u0005" + frame(1, "H|\\^&") + frame(2, "R|1") + frame(3, "L|1")))
                .isEqualTo("AAAA");
        assertThat(stored).containsExactly("H|\\^&\rR|1\rL|1\r");
    }

    @Test
    void takesSeveralMessagesOfOneSessionAndCountsFramesOn() {
        StringBuilder all = new StringBuilder("\u0005");
        for (int i = 0; i < 9; i++) {
            all.append(frame((i + 1) % 8, H + R + L));
        }
        assertThat(send(all + "\u0004")).isEqualTo("A".repeat(10));
        assertThat(stored).hasSize(9).containsOnly(H + R + L);
    }

    @Test
    void keepsWhatFollowsAnEndInTheSameFrame() {
        assertThat(send("\u0005" + frame(1, H + L + H) + frame(2, R + L))).isEqualTo("AAA");
        assertThat(stored).containsExactly(H + L, H + R + L);
    }

    @Test
    void acknowledgesARepeatedFrameAndTakesItOnce() {
        assertThat(send("\u0005" + frame(1, H) + frame(1, H) + frame(2, R + L) + frame(2, R + L)))
                .isEqualTo("AAAAA");
        assertThat(stored).containsExactly(H + R + L);
    }

    @Test
    void refusesDamagedFramesAndTakesThemWhenTheyComeAgain() {
        String good = frame(1, H + R + L);
        assertThat(send("\u0005" + good.replace("CRP", "CRQ") + frame(3, H) + frame(0, H) + "\u0002\u000300"))
                .isEqualTo("ANNNN");
        assertThat(send(good.replaceFirst("[0-9A-F]{2}\r\n$", "zz\r\n"))).isEqualTo("N");
        assertThat(stored).isEmpty();
        assertThat(send(good.toLowerCase(Locale.ROOT).replace("h|", "H|"))).isEqualTo("N");
        assertThat(send(good)).isEqualTo("A");
        assertThat(stored).containsExactly(H + R + L);
    }

    @Test
    void takesChecksumsInLowerCase() {
        String frame = frame(1, "L|a");
        String sum = frame.substring(frame.length() - 4);
        assertThat(send("\u0005" + frame.replace(sum, sum.toLowerCase(Locale.ROOT))))
                .isEqualTo("AA");
    }

    @Test
    void asksForTheLastFrameAgainWhenTheMessageIsNotStored() {
        storing = false;
        assertThat(send("\u0005" + frame(1, H + R) + frame(2, L))).isEqualTo("AAN");
        storing = true;
        assertThat(send(frame(2, L))).isEqualTo("A");
        assertThat(stored).containsExactly(H + R + L);
    }

    @Test
    void storesAMessageWithoutAnEndWhenTheSessionEndsSoThatItsReceiptSaysSo() {
        assertThat(send("\u0005" + frame(1, H + R) + "\u0004")).isEqualTo("AA");
        assertThat(stored).containsExactly(H + R);
    }

    @Test
    void discardsWhatIsNotCompleteWhenTheSenderIsSilentOrBeginsAgain() {
        assertThat(send("\u0005" + frame(1, H + R) + "\u00022L|")).isEqualTo("AA");
        receiver.silent();
        assertThat(receiver.isInSession()).isFalse();
        assertThat(send(frame(2, L))).isEmpty();
        assertThat(send("\u0005" + frame(1, H) + "\u0005" + frame(1, H + L))).isEqualTo("AAAA");
        assertThat(stored).containsExactly(H + L);
    }

    @Test
    void skipsWhatStandsBeforeASessionAndBetweenFrames() {
        assertThat(send("GET / HTTP/1.1\r\n" + frame(1, H + L) + "\u0005noise" + frame(1, H + L)))
                .isEqualTo("AA");
        assertThat(stored).containsExactly(H + L);
    }

    @Test
    void refusesAMessageThatIsTooLargeAndGivesUpAtLast() {
        assertThat(send("\u0005" + frame(1, H + "R".repeat(3000)))).isEqualTo("AN");
        assertThat(send(frame(1, "X".repeat(3000)).repeat(12))).isEqualTo("N".repeat(11) + "X");
        assertThat(stored).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void takesAnyBytesAndGivesBackWhatWasFramed(long seed) {
        Random random = new Random(seed);
        byte[] signs = {2, 3, 4, 5, 0x17, '1', '2', 'L', '\r', '|', '0', 'A'};
        for (int i = 0; i < 2000; i++) {
            StringBuilder noise = new StringBuilder();
            for (int n = random.nextInt(200); n > 0; n--) {
                noise.append(
                        (char) (random.nextInt(3) == 0 ? random.nextInt(256) : signs[random.nextInt(signs.length)]));
            }
            send(noise.toString());
            send("\u0004");
            stored.clear();
            StringBuilder message = new StringBuilder(H + "R|");
            for (int n = random.nextInt(300); n > 0; n--) {
                message.append((char) (' ' + random.nextInt(0x5f)));
            }
            message.append("\r" + L);
            StringBuilder frames = new StringBuilder("\u0005");
            int number = 1;
            for (int from = 0; from < message.length(); number++) {
                int to = Math.min(message.length(), from + 1 + random.nextInt(100));
                frames.append(
                        frame(number % 8, message.substring(from, to), to == message.length() ? '\u0003' : '\u0017'));
                from = to;
            }
            assertThat(send(frames + "\u0004")).doesNotContain("N", "X");
            assertThat(stored).containsExactly(message.toString());
        }
    }
}
