package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.assayhub.boot.demo.DemoHub;
import io.assayhub.boot.demo.LabFiles;
import io.assayhub.boot.demo.Narration;
import io.assayhub.boot.demo.ReceiptText;
import io.assayhub.boot.demo.Story;
import io.assayhub.boot.demo.StoryException;
import io.assayhub.boot.demo.SyntheticStudy;
import io.assayhub.wire.Receipt;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A synthetic study through a hub in a process of its own, with what goes wrong in real life, and back from the topics. */
@Command(
        name = "demo",
        description = {
            "A synthetic P003 study goes as laboratory files through a hub, its own broker included: subjects registered",
            "late, a kill -9, files cut off, shifted and sent twice, corrections, exchanged samples, a blinded feed.",
            "Then the balance per feed, and results per dose level read back from the consumer topics alone.",
            "Exit code 0 when the books balance and the topics hold what the generator put in."
        })
final class DemoCommand implements Callable<Integer> {
    private static final List<String> FEEDS = List.of(LabFiles.PK_FEED, LabFiles.ADA_FEED, LabFiles.CELL_FEED);

    @Option(names = "--once", description = "stop at the end instead of waiting for more files")
    private boolean once;

    @Option(names = "--seed", defaultValue = "42", description = "of the synthetic study (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--observations",
            paramLabel = "FILE",
            description = "also write every version of every Observation that was published here, one a line")
    private Path observations;

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);

    @Override
    public Integer call() throws IOException, InterruptedException {
        // What Kafka's clients say of a broker that is killed on purpose would bury what a newcomer came to see.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("io.assayhub")).setLevel(Level.OFF);
        Narration narration = new Narration(out);
        TemporaryFolder folder = new TemporaryFolder("assay-hub-demo");
        DemoHub hub = new DemoHub(launcher(), Home.folder(), folder.path());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> tidyUp(narration, hub, folder), "demo-shutdown"));
        try {
            tell(narration, hub);
            if (!once && hub.isAlive()) {
                stayUp(narration, hub, folder.path());
            }
            if (!narration.isGood() && !narration.isSilent()) {
                Path log = Files.createTempFile("assay-hub-demo", ".log");
                Files.copy(hub.log(), log, StandardCopyOption.REPLACE_EXISTING);
                narration.line("The hub's log is kept: " + log);
            }
        } catch (IOException | RuntimeException e) {
            if (!narration.isSilent()) {
                throw e;
            }
            // The folder goes while Ctrl-C is being obeyed; the process ends with its code.
        }
        return narration.isGood() ? 0 : 1;
    }

    private void tell(Narration narration, DemoHub hub) throws IOException, InterruptedException {
        narration.line("Assay Hub demo: a synthetic study shaped like P003 (21 subjects, 119 injections), seed " + seed
                + ". No real data.");
        long began = System.nanoTime();
        try {
            Story story = new Story(
                    hub,
                    Home.folder(),
                    Clock.systemUTC(),
                    new ReplayIntake(),
                    SyntheticStudy.generate(seed),
                    narration);
            story.tell();
            if (!once) {
                story.leaveWork();
            }
            if (observations != null) {
                hub.export(observations);
            }
        } catch (StoryException e) {
            narration.failed(e.getMessage());
        }
        narration.line("");
        narration.line((narration.isGood() ? "The books balance." : "THE DEMO FAILED, see the lines above.") + " ("
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s)");
    }

    /** What the end and Ctrl-C leave to do: the hub stops in order and its folder goes. */
    private static void tidyUp(Narration narration, DemoHub hub, TemporaryFolder folder) {
        narration.fallSilent();
        hub.close();
        try {
            folder.close();
        } catch (IOException e) {
            System.err.println("The demo's folder could not be removed: " + folder.path());
        }
    }

    private static void stayUp(Narration narration, DemoHub hub, Path folder) throws IOException, InterruptedException {
        narration.line("");
        narration.line("The console: " + hub.console());
        narration.line("The hub stays up. Drop files into " + hub.inbox() + "/FEED/");
        narration.line("FEED is one of " + String.join(", ", FEEDS) + "; receipts appear beside the files in");
        narration.line(folder.resolve("data/done") + " or " + folder.resolve("data/refused") + ". Ctrl-C stops it.");
        Set<String> seen = new HashSet<>();
        FEEDS.forEach(feed -> hub.receipts(feed).forEach(r -> seen.add(key(r))));
        Instant mappings = hub.mappingsChanged();
        boolean mending = false;
        while (hub.isAlive() || mending) {
            if (hub.mappingsChanged().isAfter(mappings)) {
                mappings = hub.mappingsChanged();
                mending = !restarts(narration, hub);
            }
            for (String feed : FEEDS) {
                for (Receipt receipt : hub.receipts(feed)) {
                    if (seen.add(key(receipt))) {
                        narration.line(ReceiptText.line(receipt));
                    }
                }
            }
            TimeUnit.SECONDS.sleep(1);
        }
        narration.failed("the hub has ended");
    }

    private static boolean restarts(Narration narration, DemoHub hub) throws IOException, InterruptedException {
        narration.line("A mapping has changed: the hub starts again with it.");
        try {
            hub.restart();
            narration.line("The hub runs with it.");
            return true;
        } catch (StoryException e) {
            narration.line("It does not: " + e.getMessage() + ". Mend the file; what is wrong stands in " + hub.log());
            return false;
        }
    }

    private static String key(Receipt receipt) {
        return receipt.transfer() + "/" + receipt.revision();
    }

    /** The hub's command line with this process's Java, options, class path and class-data archive. */
    private static List<String> launcher() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> !a.startsWith("-agent") && !a.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Dassayhub.home=" + Home.folder(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        return command;
    }
}
