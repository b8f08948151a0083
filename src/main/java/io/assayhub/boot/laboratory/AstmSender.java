package io.assayhub.boot.laboratory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Sends messages of records as an analyser does (CLSI LIS01-A2): a session for each, frames of at most 240 characters. */
public final class AstmSender implements Sender {
    private static final int STX = 2;
    private static final int ETX = 3;
    private static final int EOT = 4;
    private static final int ENQ = 5;
    private static final int ACK = 6;
    private static final int ETB = 0x17;
    private static final int LONGEST = 240;
    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private Socket socket;

    /** A sender to this machine. */
    public AstmSender(int port) {
        this.port = port;
    }

    /** @param bytes records, each with its carriage return */
    @Override
    public boolean send(String name, byte[] bytes) throws IOException {
        try {
            if (socket == null) {
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
            boolean taken = exchange(new byte[] {ENQ}) == ACK;
            int number = 0;
            for (int record = 0; taken && record < bytes.length; ) {
                int end = record;
                while (bytes[end] != '\r') {
                    end++;
                }
                for (int from = record; taken && from <= end; from += LONGEST) {
                    int to = Math.min(end + 1, from + LONGEST);
                    number = (number + 1) % 8;
                    taken = exchange(frame(number, Arrays.copyOfRange(bytes, from, to), to == end + 1)) == ACK;
                }
                record = end + 1;
            }
            socket.getOutputStream().write(EOT);
            return taken;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static byte[] frame(int number, byte[] text, boolean last) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(text.length + 7);
        frame.write('0' + number);
        frame.write(text);
        frame.write(last ? ETX : ETB);
        int sum = 0;
        for (byte b : frame.toByteArray()) {
            sum += b & 0xff;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream(text.length + 7);
        whole.write(STX);
        frame.writeTo(whole);
        whole.write(String.format(Locale.ROOT, "%02X\r\n", sum & 0xff).getBytes(StandardCharsets.US_ASCII));
        return whole.toByteArray();
    }

    private int exchange(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        int answer = socket.getInputStream().read();
        if (answer < 0) {
            throw new IOException("the connection ended without an answer");
        }
        return answer;
    }

    @Override
    public void close() {
        Sockets.close(socket);
        socket = null;
    }
}
