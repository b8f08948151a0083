package io.assayhub.route.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and the order of replies on one connection, whatever the network does to the bytes. */
class MllpConnectionTest {
    private static final Answer GOOD = new Answer(Answer.Code.AA, List.of());

    private final EmbeddedChannel channel = new EmbeddedChannel(
            new MllpFrames(200),
            new MllpConnection(
                    new AcknowledgementWriter(Clock.fixed(Instant.parse("2026-03-01T10:15:00Z"), ZoneOffset.UTC))));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static String message(String id) {
        return "MSH|^~\\&|LIS|LAB|HUB|SPONSOR|20260301||ORU^R01^ORU_R01|" + id + "|P|2.5.1\rPID|1||S-1\r";
    }

    private static String frame(String message) {
        return "\u000b" + message + "\u001c\r";
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    }

    private List<MllpMessage> received() {
        List<MllpMessage> all = new ArrayList<>();
        for (MllpMessage next = channel.readInbound(); next != null; next = channel.readInbound()) {
            all.add(next);
        }
        return all;
    }

    private static String text(MllpMessage message) {
        return new String(message.bytes(), ISO_8859_1);
    }

    private void reply(MllpMessage to, Answer answer) {
        channel.writeOutbound(new MllpReply(to.number(), RequestHeader.of(to.bytes()), answer));
    }

    /** Code and control id of each answer, in the order in which they left. */
    private List<String> answers() {
        List<String> all = new ArrayList<>();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            String text = next.toString(ISO_8859_1);
            next.release();
            if (!text.isEmpty()) {
                assertThat(text).startsWith("\u000bMSH|").endsWith("\r\u001c\r");
                String msa = text.substring(text.indexOf("\rMSA|") + 5);
                all.add(msa.substring(0, msa.indexOf('\r')));
            }
        }
        return all;
    }

    @Test
    void takesEachOfSeveralMessagesInOneWrite() {
        send(frame(message("1")) + frame(message("2")) + frame(message("3")));
        assertThat(received())
                .extracting(MllpConnectionTest::text)
                .containsExactly(message("1"), message("2"), message("3"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50})
    void putsMessagesTogetherThatComeInPieces(int piece) {
        String all =
                "noise\r\n" + frame(message("1")) + "\n" + frame("") + "GET / HTTP/1.1\r\n\r\n" + frame(message("2"));
        for (int from = 0; from < all.length(); from += piece) {
            send(all.substring(from, Math.min(all.length(), from + piece)));
        }
        assertThat(received()).extracting(MllpConnectionTest::text).containsExactly(message("1"), "", message("2"));
    }

    @Test
    void deliversNothingOfAMessageThatIsCutOff() {
        send("\u000b" + message("1"));
        var unused = channel.close();
        assertThat(received()).isEmpty();
    }

    @Test
    void deliversTheBeginningOfAMessageThatIsTooLargeAndNothingAfterIt() {
        send(frame(message("1") + "X".repeat(200)) + frame(message("2")));
        assertThat(received()).singleElement().satisfies(m -> {
            assertThat(m.tooLarge()).isTrue();
            assertThat(RequestHeader.of(m.bytes()).controlId()).isEqualTo("1");
        });
    }

    @Test
    void answersInTheOrderOfTheMessagesWhateverIsReadyFirst() {
        send(frame(message("1")) + frame(message("2")) + frame(message("3")));
        List<MllpMessage> all = received();
        reply(all.get(2), GOOD);
        reply(all.get(1), GOOD);
        assertThat(answers()).isEmpty();
        reply(all.get(0), GOOD);
        assertThat(answers()).containsExactly("AA|1", "AA|2", "AA|3");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answersAllMessagesAfterAnAeLikewiseAndCloses() {
        send(frame(message("1")) + frame(message("2")) + frame(message("3")));
        List<MllpMessage> all = received();
        reply(all.get(2), GOOD);
        reply(all.get(0), GOOD);
        reply(all.get(1), Answer.AGAIN);
        assertThat(answers()).containsExactly("AA|1", "AE|2", "AE|3");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void takesNothingMoreAfterAnAeUntilItCloses() {
        send(frame(message("1")) + frame(message("2")));
        List<MllpMessage> all = received();
        reply(all.get(0), Answer.AGAIN);
        send(frame(message("3")));
        assertThat(received()).isEmpty();
        assertThat(channel.isOpen()).isTrue();
        reply(all.get(1), GOOD);
        assertThat(answers()).containsExactly("AE|1", "AE|2");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void pausesReadingWhileTooMuchIsUnansweredAndGoesOnAfterwards() {
        StringBuilder many = new StringBuilder();
        for (int i = 1; i <= MllpConnection.MOST_MESSAGES; i++) {
            many.append(frame(message("" + i)));
        }
        send(many.toString());
        List<MllpMessage> all = received();
        assertThat(channel.config().isAutoRead()).isFalse();
        all.forEach(m -> reply(m, GOOD));
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(answers()).hasSize(MllpConnection.MOST_MESSAGES).endsWith("AA|" + MllpConnection.MOST_MESSAGES);
    }

    @Test
    void closesWithoutAnAnswerWhenTheRouteFails() {
        send(frame(message("1")));
        channel.writeOutbound(new IllegalStateException("no bean"));
        assertThat(answers()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersWithSegmentFieldAndCodeAndNothingOfTheContent() {
        send(frame(message("77")));
        Rejected rejected = new Rejected(
                ErrorCode.NOT_A_NUMBER, new Location(2, 5, "OBX-5.1"), "2/x", "column 'OBX-5.1': no number", "S|ecret");
        reply(received().get(0), new Answer(Answer.Code.AR, List.of(rejected)));
        ByteBuf answer = channel.readOutbound();
        assertThat(answer.toString(ISO_8859_1)
                        .replace('\r', '\n')
                        .replace('\u001c', '#')
                        .replace('\u000b', '#'))
                .isEqualTo("""
                #MSH|^~\\&|HUB|SPONSOR|LIS|LAB|20260301101500+0000||ACK^R01^ACK|ACK77|P|2.5.1
                MSA|AR|77
                ERR||OBX^2^5|207^Application error^HL70357|E|AH-0302|||column 'OBX-5.1': no number Write it with the feed's decimal sign and without grouping.
                #
                """);
        answer.release();
    }
}
