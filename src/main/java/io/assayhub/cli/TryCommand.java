package io.assayhub.cli;

import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Mending;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.HoldReason;
import io.assayhub.model.QualityFlag;
import io.assayhub.model.Rejected;
import io.assayhub.wire.Json;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a file would become: Observations on standard output, rejects on standard error; no Kafka, no network. */
@Command(
        name = "try",
        description = {
            "Read a file as a feed would, without Kafka or network.",
            "Observations go to standard output as NDJSON, rejects to standard error.",
            "Exit code: 0 all normalised, 2 some rejected, 1 could not run."
        })
public final class TryCommand implements Callable<Integer> {
    @Mixin
    private MappingsOption mappings;

    @Option(names = "--feed", required = true, paramLabel = "FEED", description = "name of the feed")
    private String feedName;

    @Parameters(paramLabel = "FILE", description = "the file, or - for standard input")
    private String file;

    @Override
    public Integer call() throws IOException {
        // Flushed and not closed: whoever called this command may still have to report an error there.
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        try {
            return call(err);
        } finally {
            err.flush();
        }
    }

    private int call(PrintStream err) throws IOException {
        Problems problems = new Problems();
        MappingCatalog catalog = mappings.load(problems);
        if (!problems.isEmpty()) {
            problems.list().stream().map(Problem::toString).forEach(err::println);
            return 1;
        }
        Optional<CompiledFeed> feed = catalog.feed(feedName);
        if (feed.isEmpty()) {
            err.println("no feed is named '" + feedName + "'"
                    + io.assayhub.config.Spelling.hint(feedName, catalog.feedNames())
                    + " known: " + String.join(", ", catalog.feedNames()));
            return 1;
        }
        Path path = file.equals("-") ? spooled() : Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            err.println("the file cannot be read: " + file);
            return 1;
        }
        return run(feed.get(), path, err);
    }

    private static int run(CompiledFeed feed, Path path, PrintStream err) throws IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, () -> Files.newInputStream(path));
        long[] counts = new long[2];
        TransferReader.Summary summary;
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
                InputStream in = Files.newInputStream(path)) {
            EntrySink sink = new EntrySink() {
                @Override
                public void normalised(Entry entry) throws IOException {
                    counts[0]++;
                    out.write(entry.observation());
                    out.write('\n');
                    if (entry.facts().hold() != null) {
                        err.println(heldLine(entry));
                    }
                }

                @Override
                public void rejected(Rejected rejected) {
                    counts[1]++;
                    err.println(line(feed, rejected));
                }
            };
            summary = feed.reader(TransferReader.Mode.PREVIEW, verdict).read(in, sink);
        }
        summary.failedRuns().forEach(run -> err.println(json(Map.of("failedRun", run))));
        if (!summary.flagged().isEmpty()) {
            err.println(json(Map.of("flagged", new TreeMap<>(summary.flagged()))));
        }
        verdict.refusal().ifPresent(refusal -> err.println(verdictLine(refusal)));
        err.println(counts[0] + counts[1] + " results: " + counts[0] + " normalised, " + counts[1] + " rejected");
        return counts[1] == 0 && verdict.refusal().isEmpty() ? 0 : counts[0] == 0 && counts[1] == 0 ? 1 : 2;
    }

    private static String json(Map<String, Object> line) {
        return new String(Json.bytes(line), StandardCharsets.UTF_8);
    }

    /** One reject for the sender's own eyes, the cell as sent included. */
    private static String line(CompiledFeed feed, Rejected rejected) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("code", rejected.code().code());
        if (rejected.location().line() > 0) {
            line.put("line", rejected.location().line());
            line.put("row", rejected.location().row());
        }
        line.put("column", rejected.location().column());
        line.put("entry", rejected.entry());
        line.put("detail", rejected.detail());
        line.put("value", rejected.value());
        line.put("remedy", rejected.code().remedy());
        line.put("mend", Mending.lines(feed, rejected).orElse(null));
        line.values().removeIf(java.util.Objects::isNull);
        return new String(Json.bytes(line), StandardCharsets.UTF_8);
    }

    /** A result that is understood and would wait for a person. */
    private static String heldLine(Entry entry) {
        HoldReason reason = entry.facts().hold();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("held", reason.text());
        line.put("code", reason.code().code());
        line.put("line", entry.place().line());
        line.put("row", entry.place().row());
        line.put("column", entry.place().column());
        line.put("entry", entry.address());
        line.put("detail", reason.code().meaning());
        if (reason == HoldReason.CHECK_FAILED) {
            line.put("checks", entry.flags().stream().map(QualityFlag::code).toList());
        }
        line.put("remedy", reason.code().remedy());
        line.values().removeIf(java.util.Objects::isNull);
        return new String(Json.bytes(line), StandardCharsets.UTF_8);
    }

    private static String verdictLine(Rejected refusal) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("verdict", "refused");
        line.put("code", refusal.code().code());
        line.put("detail", refusal.detail());
        line.put("remedy", refusal.code().remedy());
        return new String(Json.bytes(line), StandardCharsets.UTF_8);
    }

    private static Path spooled() throws IOException {
        Path spool = Files.createTempFile("assay-hub-try", ".in");
        spool.toFile().deleteOnExit();
        Files.copy(System.in, spool, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return spool;
    }
}
