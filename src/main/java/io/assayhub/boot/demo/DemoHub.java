package io.assayhub.boot.demo;

import io.assayhub.boot.laboratory.SftpLaboratory;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The demo's hub as those outside see it: a process, its drop folders, its Kafka. Everything lies in one folder. */
public final class DemoHub implements AutoCloseable {
    /** Where the hub reads at which point of an intake it stands still. */
    private static final String HALT_AFTER = "ASSAY_HUB_HALT_AFTER";

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> launcher;
    private final Path folder;
    private final SftpLaboratory sftp;
    private final int mllp;
    private final int astm;
    private final int http;
    private ChildHub child;
    private DemoKafka kafka;
    private String servers;
    private boolean closed;

    /**
     * Prepares the folder; nothing runs yet.
     *
     * @param launcher the command that runs the hub's command line, without arguments
     * @param home the project's folder with the mappings and routes that ship
     */
    public DemoHub(List<String> launcher, Path home, Path folder) throws IOException {
        this.launcher = List.copyOf(launcher);
        this.folder = folder;
        copy(home.resolve("fhir-mappings"), folder.resolve("fhir-mappings"));
        Files.writeString(
                folder.resolve("fhir-mappings/feeds/" + LabFiles.CELL_FEED + ".yaml"),
                "blinded: true\n",
                StandardOpenOption.APPEND);
        sftp = SftpLaboratory.start(Files.createDirectories(folder.resolve("laboratory")));
        mllp = freePort();
        astm = freePort();
        http = freePort();
        List<String> lines = new ArrayList<>(List.of(
                "data: data",
                "mappings: fhir-mappings",
                "routes: '" + home.resolve("routes").toString().replace("'", "''") + "'",
                "kafka: { port: " + freePort() + " }",
                "topics: { prefix: " + DemoKafka.PREFIX + ", partitions: 3 }",
                "http: { port: " + http + " }",
                "intake:",
                "  quiet: 0.2s",
                "  mllp: { port: " + mllp + ", feed: " + SiteMessages.HL7V2_FEED + " }",
                "  astm: { port: " + astm + ", feed: " + SiteMessages.ASTM_FEED + " }"));
        lines.addAll(sftp.configuration("hub-1", LabFiles.PK_FEED, "0.5s"));
        Files.write(configuration(), lines);
    }

    /** The laboratory with a server of its own, from which the hub fetches. */
    SftpLaboratory sftp() {
        return sftp;
    }

    int mllpPort() {
        return mllp;
    }

    int astmPort() {
        return astm;
    }

    /** Where its pages are. */
    public String console() {
        return "http://127.0.0.1:" + http + "/console/";
    }

    int httpPort() {
        return http;
    }

    /** Starts it and returns when it is ready. */
    void start() throws IOException, InterruptedException {
        start(Map.of());
    }

    /** As {@link #start()}; when it has written so many results to Kafka it stands still until it is killed. */
    void startAndStallAfter(int results) throws IOException, InterruptedException {
        start(Map.of(HALT_AFTER, "stall:" + results));
    }

    private void start(Map<String, String> environment) throws IOException, InterruptedException {
        ChildHub started;
        synchronized (this) {
            if (closed) {
                throw new StoryException("the demo is being stopped");
            }
            List<String> command = new ArrayList<>(launcher);
            command.addAll(List.of("run", "--config", configuration().toString()));
            started = ChildHub.start(command, environment, log());
            child = started;
        }
        servers = started.awaitReady(START);
        kafka = new DemoKafka(servers);
    }

    /** Ends it as a power cut would. */
    void kill() {
        kafka.close();
        child.kill();
    }

    long pid() {
        return child.pid();
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    DemoKafka kafka() {
        return kafka;
    }

    /** Writes what the consumers of results have been sent so far, one Observation a line. */
    public void export(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Topic topic : ClosingBooks.FEEDS_TOPICS) {
                for (ConsumerRecord<byte[], byte[]> message : kafka.all(topic)) {
                    out.write(message.value());
                    out.write('\n');
                }
            }
        }
    }

    /** A feed's file among the hub's own mappings. */
    Path feedFile(String feed) {
        return mappings().resolve("feeds").resolve(feed + ".yaml");
    }

    private Path mappings() {
        return folder.resolve("fhir-mappings");
    }

    /** When any of its mappings was written last. */
    public Instant mappingsChanged() {
        try (Stream<Path> files = Files.walk(mappings())) {
            return files.map(DemoHub::changed).max(Comparator.naturalOrder()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.EPOCH; // An editor's own, gone meanwhile.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it in order and starts it with its mappings as they are now. */
    public void restart() throws IOException, InterruptedException {
        kafka.close();
        child.stop(STOP);
        start();
    }

    String bootstrapServers() {
        return servers;
    }

    Path configuration() {
        return folder.resolve("hub.yaml");
    }

    public Path log() {
        return folder.resolve("hub.log");
    }

    public Path inbox() {
        return data("inbox");
    }

    Path data(String name) {
        return folder.resolve("data").resolve(name);
    }

    /** Puts a file into its drop folder as a sender should, under a temporary name first. */
    void drop(LabFile file) throws IOException {
        Path part = inbox().resolve(file.feed()).resolve(file.fileName() + ".part");
        Files.write(part, file.bytes());
        Files.move(part, part.resolveSibling(file.fileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether the file is being taken: neither waiting nor done. */
    boolean isBeingTaken(LabFile file) throws IOException {
        Path claimed = data("claimed").resolve(file.feed());
        try (Stream<Path> files = Files.list(claimed)) {
            return files.anyMatch(f -> f.getFileName().toString().endsWith(file.fileName()));
        }
    }

    /** The receipts that lie beside a feed's files, in the order of the files' arrival. */
    public List<Receipt> receipts(String feed) {
        List<Path> found = new ArrayList<>();
        for (String end : List.of("done", "refused")) {
            Path ended = data(end).resolve(feed);
            if (Files.isDirectory(ended)) {
                try (Stream<Path> files = Files.list(ended)) {
                    files.filter(f -> f.toString().endsWith(".receipt.json")).forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found.stream()
                .map(DemoHub::receipt)
                .sorted((a, b) -> a.manifest().arrived().compareTo(b.manifest().arrived()))
                .toList();
    }

    private static Receipt receipt(Path file) {
        try {
            return Receipt.fromJson(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until something is so, as long as the hub runs; returns whether it came to be. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!child.isAlive()) {
                throw new StoryException("the hub has ended");
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    /** Stops it in order; it does not start again. */
    @Override
    public void close() {
        ChildHub last;
        synchronized (this) {
            closed = true;
            last = child;
        }
        if (last != null) {
            last.stop(STOP);
        }
        sftp.close();
    }

    /** One for all starts: after a kill the broker looks for itself where it was. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path each : all) {
            Path target = to.resolve(from.relativize(each).toString());
            if (Files.isDirectory(each)) {
                Files.createDirectories(target);
            } else {
                Files.copy(each, target);
            }
        }
    }
}
