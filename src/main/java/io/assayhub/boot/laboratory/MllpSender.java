package io.assayhub.boot.laboratory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** Sends HL7 v2 messages over MLLP, one at a time on one connection, and reads MSA-1 of the answer. */
public final class MllpSender implements Sender {
    private static final int START = 0x0b;
    private static final int END = 0x1c;
    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private Socket socket;

    /** A sender to this machine. */
    public MllpSender(int port) {
        this.port = port;
    }

    @Override
    public boolean send(String name, byte[] bytes) throws IOException {
        try {
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
            ByteArrayOutputStream frame = new ByteArrayOutputStream(bytes.length + 3);
            frame.write(START);
            frame.write(bytes);
            frame.write(END);
            frame.write('\r');
            socket.getOutputStream().write(frame.toByteArray());
            String answer = answer(socket.getInputStream());
            boolean again = answer.contains("\rMSA|AE");
            if (again) {
                close();
            }
            return !again;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static String answer(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (int b = in.read(); b != END; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended without an answer");
            }
            answer.write(b);
        }
        in.read();
        return answer.toString(US_ASCII);
    }

    @Override
    public void close() {
        Sockets.close(socket);
        socket = null;
    }
}
