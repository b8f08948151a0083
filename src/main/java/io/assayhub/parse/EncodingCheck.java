package io.assayhub.parse;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Finds bytes that a charset does not define, by the same decoder that later makes the text. */
final class EncodingCheck {

    private final CharsetDecoder decoder;
    private final CharBuffer scratch = CharBuffer.allocate(1024);

    EncodingCheck(Charset charset) {
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Index in {@code bytes} of the first byte that does not decode, or -1 when all of it does. */
    int firstInvalid(byte[] bytes, int start, int length) {
        ByteBuffer input = ByteBuffer.wrap(bytes, start, length);
        decoder.reset();
        CoderResult result;
        do {
            scratch.clear();
            result = decoder.decode(input, scratch, true);
        } while (result.isOverflow());
        return result.isError() ? input.position() : -1;
    }
}
