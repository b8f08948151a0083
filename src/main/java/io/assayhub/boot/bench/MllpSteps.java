package io.assayhub.boot.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.wire.SubjectRecord;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Messages of one result over MLLP, from the first byte sent to the last AA read, by any number of connections. */
public final class MllpSteps {
    private static final int START = 0x0b;
    private static final int END = 0x1c;
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private int loads;

    /** To a listener on this machine that answers AA. */
    public MllpSteps(int port) {
        this.port = port;
    }

    /** Those whom the messages are about. */
    public static List<SubjectRecord> subjects() {
        return LabMessages.subjects();
    }

    /**
     * Sends messages and reads their answers.
     *
     * @param window messages that a connection sends before it waits for the first answer
     * @return the seconds it took
     */
    public double send(int connections, int messages, int window) throws IOException, InterruptedException {
        String load = "L" + loads++;
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Void>> all = new ArrayList<>();
            long began = System.nanoTime();
            for (int c = 0; c < connections; c++) {
                String name = load + "-" + c + "-";
                all.add(threads.submit(() -> connection(name, messages / connections, window)));
            }
            for (Future<Void> one : all) {
                one.get();
            }
            return (System.nanoTime() - began) / 1e9;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Void connection(String name, int messages, int window) throws IOException {
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            int sent = 0;
            for (int answered = 0; answered < messages; answered++) {
                while (sent < messages && sent - answered < window) {
                    write(out, name + sent, sent++);
                }
                if (in.available() == 0) {
                    out.flush();
                }
                requireAccepted(answer(in), name + answered);
            }
        }
        return null;
    }

    /** Times from sending to the answer, at a steady rate on one connection that never waits for an answer to send. */
    public LatencySteps.Latency latency(int aSecond, int messages) throws IOException, InterruptedException {
        String load = "L" + loads++ + "-";
        long[] sent = new long[messages];
        double[] millis = new double[messages];
        ExecutorService writing = Executors.newSingleThreadExecutor();
        try (Socket socket = connect()) {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            Future<?> writer = writing.submit(() -> {
                long began = System.nanoTime();
                for (int i = 0; i < messages; i++) {
                    long due = began + i * TimeUnit.SECONDS.toNanos(1) / aSecond;
                    while (System.nanoTime() < due) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                    sent[i] = System.nanoTime();
                    write(out, load + i, i);
                    out.flush();
                }
                return null;
            });
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (int i = 0; i < messages; i++) {
                requireAccepted(answer(in), load + i);
                millis[i] = (System.nanoTime() - sent[i]) / 1e6;
            }
            writer.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            writing.shutdownNow();
        }
        Arrays.sort(millis);
        return new LatencySteps.Latency(
                millis[messages / 2], millis[messages * 99 / 100], millis[messages - 1], messages);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void write(OutputStream out, String id, int number) throws IOException {
        out.write(START);
        out.write(LabMessages.message(id, number, 1));
        out.write(END);
        out.write('\r');
    }

    private static String answer(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(256);
        for (int b = in.read(); b != END; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended without an answer");
            }
            answer.write(b);
        }
        in.read();
        return answer.toString(US_ASCII);
    }

    private static void requireAccepted(String answer, String id) throws IOException {
        if (!answer.contains("\rMSA|AA|" + id + "\r")) {
            throw new IOException("a message was not accepted in its turn");
        }
    }
}
