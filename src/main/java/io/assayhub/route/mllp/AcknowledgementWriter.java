package io.assayhub.route.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.assayhub.model.Rejected;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes acknowledgements (HL7 v2.5.1, 2.9.2): MSH, MSA and an ERR for each thing that was not understood, with segment,
 * field, code and remedy. Nothing of the message's content is in it but what its sender wrote into MSH.
 */
final class AcknowledgementWriter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private static final Pattern PLACE = Pattern.compile("([A-Z][A-Z0-9]{2})-(\\d{1,3}).*");

    private final Clock clock;

    AcknowledgementWriter(Clock clock) {
        this.clock = clock;
    }

    /** The answer to a message, without a frame. */
    byte[] write(RequestHeader request, Answer answer) {
        String s = request.separator();
        StringBuilder text = new StringBuilder("MSH").append(request.delimiters());
        text.append(s).append(request.receivingApplication());
        text.append(s).append(request.receivingFacility());
        text.append(s).append(request.application());
        text.append(s).append(request.facility());
        text.append(s).append(TIME.format(clock.instant())).append("+0000");
        text.append(s).append(s).append("ACK");
        if (!request.event().isEmpty()) {
            text.append(request.component()).append(request.event());
            text.append(request.component()).append("ACK");
        }
        text.append(s).append("ACK").append(request.controlId());
        text.append(s).append(request.processing());
        text.append(s).append(request.version());
        text.append("\rMSA").append(s).append(answer.code());
        text.append(s).append(request.controlId()).append('\r');
        for (Rejected error : answer.errors()) {
            error(request, answer, error, text);
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private static void error(RequestHeader request, Answer answer, Rejected error, StringBuilder text) {
        String s = request.separator();
        String c = request.component();
        text.append("ERR").append(s).append(s);
        String column = error.location().column();
        Matcher place = PLACE.matcher(column == null ? "" : column);
        if (place.matches()) {
            text.append(place.group(1)).append(c);
            text.append(place.group(1).equals("OBX") ? error.location().row() : 1);
            text.append(c).append(place.group(2));
        }
        text.append(s)
                .append("207")
                .append(c)
                .append("Application error")
                .append(c)
                .append("HL70357");
        text.append(s).append(answer.code() == Answer.Code.AA ? 'W' : 'E');
        text.append(s).append(error.code().code());
        text.append(s).append(s);
        text.append(s)
                .append(escaped(request, error.detail() + " " + error.code().remedy()));
        text.append('\r');
    }

    /** Our own sentences hold no control characters, but may hold the sender's delimiters. */
    private static String escaped(RequestHeader request, String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            plain.append(request.delimiters().indexOf(letter) >= 0 || letter > 0x7e || letter < ' ' ? ' ' : letter);
        }
        return plain.toString();
    }
}
