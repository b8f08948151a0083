package io.assayhub.route.mllp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Takes messages out of their frames: {@code 0x0B message 0x1C 0x0D}. What stands between frames is skipped, and the end
 * needs no carriage return, for neither sign can be part of a message. Of one that is too large the beginning is delivered
 * and nothing after it.
 */
final class MllpFrames extends ByteToMessageDecoder {
    static final byte START = 0x0b;
    static final byte END = 0x1c;

    private static final int BEGINNING = 4096;

    private final int largest;
    private boolean inside;
    private boolean ended;
    /** How many bytes of the frame were searched for its end. */
    private int searched;

    private long number;

    /** @param largest message in bytes */
    MllpFrames(int largest) {
        this.largest = largest;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (ended) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (!inside) {
            int before = in.bytesBefore(START);
            in.skipBytes(before < 0 ? in.readableBytes() : before + 1);
            inside = before >= 0;
            searched = 0;
        }
        if (!inside) {
            return;
        }
        int end = in.bytesBefore(in.readerIndex() + searched, in.readableBytes() - searched, END);
        int length = end < 0 ? in.readableBytes() : searched + end;
        if (length > largest) {
            byte[] beginning = new byte[Math.min(length, BEGINNING)];
            in.readBytes(beginning);
            ended = true;
            out.add(new MllpMessage(++number, beginning, true));
        } else if (end < 0) {
            searched = length;
        } else {
            byte[] message = new byte[length];
            in.readBytes(message);
            in.skipBytes(1);
            inside = false;
            out.add(new MllpMessage(++number, message, false));
        }
    }
}
