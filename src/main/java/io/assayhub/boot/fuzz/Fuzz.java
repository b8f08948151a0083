package io.assayhub.boot.fuzz;

import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.GoldenCase;
import io.assayhub.mapping.MappingCatalog;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Damaged golden cases and grammar-made nonsense through every shipped feed, from bytes to Observations. Input {@code n} of
 * a seed is the same in every run, on however many threads.
 */
public final class Fuzz {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final int REPORTED = 20;
    private static final int READ_TWICE = 50;

    private final List<CompiledFeed> feeds;
    private final List<Sample> samples;
    private final long seed;
    private final Path folder;
    private final PrintStream out;
    private final Reader reader;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong escapes = new AtomicLong();
    private final AtomicLong hangs = new AtomicLong();
    private final Map<String, long[]> figures = new TreeMap<>();

    /** A golden case's source. */
    private record Sample(CompiledFeed feed, byte[] bytes) {
        private Sample {
            bytes = bytes.clone();
        }
    }

    /** One input, as its number alone makes it. */
    record Input(CompiledFeed feed, byte[] bytes) {
        Input {
            bytes = bytes.clone();
        }
    }

    /** Reads an input; what does not hold, or empty. The figures are those of its form. */
    interface Reader {
        /** Intake's own way. */
        Reader OF_INTAKE = (feed, bytes, again, figures) -> {
            Reading reading = Reading.of(feed, bytes);
            synchronized (figures) {
                figures[1] += reading.refused() ? 1 : 0;
                figures[2] += reading.rows();
                figures[3] += reading.rejected();
                figures[4] += reading.observations();
            }
            return reading.fault(feed, bytes, again);
        };

        Optional<String> read(CompiledFeed feed, byte[] bytes, boolean again, long[] figures) throws IOException;
    }

    private Fuzz(
            List<CompiledFeed> feeds, List<Sample> samples, long seed, Path folder, PrintStream out, Reader reader) {
        this.feeds = feeds;
        this.samples = samples;
        this.seed = seed;
        this.folder = folder;
        this.out = out;
        this.reader = reader;
    }

    /**
     * With the golden cases of a folder, if there is one.
     *
     * @param folder for inputs that were not survived
     */
    public static Fuzz of(MappingCatalog catalog, Path cases, long seed, Path folder, PrintStream out)
            throws IOException {
        return of(catalog, cases, seed, folder, out, Reader.OF_INTAKE);
    }

    static Fuzz of(MappingCatalog catalog, Path cases, long seed, Path folder, PrintStream out, Reader reader)
            throws IOException {
        List<CompiledFeed> feeds = catalog.feedNames().stream()
                .map(name -> catalog.feed(name).orElseThrow())
                .toList();
        List<Sample> samples = new ArrayList<>();
        for (Path golden : Files.isDirectory(cases) ? GoldenCase.folders(cases) : List.<Path>of()) {
            Optional<CompiledFeed> feed = catalog.feed(GoldenCase.feed(golden));
            if (feed.isPresent()) {
                samples.add(new Sample(feed.get(), Files.readAllBytes(source(golden))));
            }
        }
        return new Fuzz(feeds, samples, seed, folder, out, reader);
    }

    private static Path source(Path golden) throws IOException {
        try (Stream<Path> files = Files.list(golden)) {
            return files.filter(f -> f.getFileName().toString().startsWith("in."))
                    .min(Path::compareTo)
                    .orElseThrow();
        }
    }

    /** Reads as many inputs; whether all of them were survived and balanced. */
    public boolean run(long inputs, int threads) throws InterruptedException {
        out.printf(Locale.ROOT, "%d inputs from %d golden cases, seed %d%n", inputs, samples.size(), seed);
        long began = System.nanoTime();
        AtomicLongArray since = new AtomicLongArray(threads);
        AtomicLongArray numbers = new AtomicLongArray(threads);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int mine = i;
            Thread worker = new Thread(() -> work(inputs, mine, since, numbers), "fuzz-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        long told = 0;
        boolean[] hung = new boolean[threads];
        boolean alive = true;
        while (alive) {
            alive = false;
            for (int i = 0; i < threads; i++) {
                workers.get(i).join(hung[i] ? 1 : 200);
                alive |= workers.get(i).isAlive() && !hung[i];
                long started = since.get(i);
                if (started != 0 && !hung[i] && System.nanoTime() - started > PATIENCE_NANOS) {
                    hung[i] = true;
                    hangs.incrementAndGet();
                    keep(numbers.get(i), "HANG", "is still being read after 10 s");
                }
            }
            long tenth = done.get() * 10 / Math.max(1, inputs);
            if (tenth > told && tenth < 10) {
                told = tenth;
                out.printf(Locale.ROOT, "%3d %%%n", tenth * 10);
            }
        }
        report((System.nanoTime() - began) / 1e9);
        return escapes.get() == 0 && hangs.get() == 0 && done.get() == inputs;
    }

    private void work(long inputs, int mine, AtomicLongArray since, AtomicLongArray numbers) {
        for (long number = next.getAndIncrement(); number < inputs; number = next.getAndIncrement()) {
            numbers.set(mine, number);
            since.set(mine, System.nanoTime());
            read(number);
            since.set(mine, 0);
            done.incrementAndGet();
        }
    }

    /** Whatever is thrown is an escape, memory that ran out among it: that is what is looked for. */
    private void read(long number) {
        try {
            Input input = input(number);
            long[] of = figures(form(input.feed));
            synchronized (of) {
                of[0]++;
            }
            reader.read(input.feed, input.bytes, number % READ_TWICE == 0, of)
                    .ifPresent(fault -> escape(number, fault));
        } catch (Throwable e) {
            StackTraceElement[] trace = e.getStackTrace();
            escape(number, e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }

    private long[] figures(String form) {
        synchronized (figures) {
            return figures.computeIfAbsent(form, f -> new long[5]);
        }
    }

    private static String form(CompiledFeed feed) {
        return feed.config().format().form().getClass().getSimpleName();
    }

    /** The input of a number: mostly a damaged case, at times read as another feed's, at times plain nonsense. */
    Input input(long number) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        if (samples.isEmpty() || random.nextInt(8) == 0) {
            CompiledFeed feed = feeds.get(random.nextInt(feeds.size()));
            return new Input(feed, Nonsense.of(form(feed), random));
        }
        Sample sample = samples.get(random.nextInt(samples.size()));
        Sample other = samples.get(random.nextInt(samples.size()));
        CompiledFeed feed = random.nextInt(20) == 0 ? feeds.get(random.nextInt(feeds.size())) : sample.feed;
        return new Input(feed, Mutations.of(sample.bytes, other.bytes, random));
    }

    private void escape(long number, String what) {
        if (escapes.incrementAndGet() <= REPORTED) {
            keep(number, "ESCAPE", what);
        }
    }

    /** Names an input and keeps its bytes, to be read again by {@code ./hub try}. */
    private synchronized void keep(long number, String kind, String what) {
        Input input = input(number);
        Path file = folder.resolve(input.feed.config().name() + "-" + seed + "-" + number + ".bin");
        try {
            Files.write(file, input.bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.printf(
                "%s %d: %s%n  ./hub try --feed %s %s%n",
                kind, number, what, input.feed.config().name(), file);
    }

    private void report(double seconds) {
        out.printf(
                "%n%-14s %10s %10s %12s %12s %14s%n", "form", "inputs", "refused", "rows", "rejects", "Observations");
        long[] sum = new long[5];
        figures.forEach((form, of) -> {
            line(form, of);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += of[i];
            }
        });
        line("all", sum);
        out.printf(
                Locale.ROOT,
                "%n%d inputs read in %.0f s (%.0f a second): %d escapes, %d hangs%n",
                done.get(),
                seconds,
                done.get() / Math.max(0.001, seconds),
                escapes.get(),
                hangs.get());
    }

    private void line(String form, long[] of) {
        out.printf("%-14s %10d %10d %12d %12d %14d%n", form, of[0], of[1], of[2], of[3], of[4]);
    }
}
