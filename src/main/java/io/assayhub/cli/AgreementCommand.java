package io.assayhub.cli;

import io.assayhub.agreement.Agreement;
import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import io.assayhub.config.Spelling;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A feed file as a page that both parties can read and sign, and the header row for the sender to fill. */
@Command(
        name = "agreement",
        mixinStandardHelpOptions = true,
        description = {
            "Write a feed's data transfer agreement as a page, or the header row of its table.",
            "Exit code: 0 written, 1 could not run."
        })
public final class AgreementCommand implements Callable<Integer> {
    /** What is written. */
    enum Form {
        MARKDOWN,
        HTML,
        TEMPLATE
    }

    @Mixin
    private MappingsOption mappings;

    @Option(
            names = "--as",
            paramLabel = "FORM",
            defaultValue = "MARKDOWN",
            description = "markdown, html, or template: the header row alone (default: markdown)")
    private Form form;

    @Parameters(paramLabel = "FEED", description = "name of the feed")
    private String feedName;

    @Override
    public Integer call() throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        Problems problems = new Problems();
        MappingCatalog catalog = mappings.load(problems);
        if (!problems.isEmpty()) {
            problems.list().stream().map(Problem::toString).forEach(System.err::println);
            return 1;
        }
        Optional<CompiledFeed> feed = catalog.feed(feedName);
        if (feed.isEmpty()) {
            System.err.println("no feed is named '" + feedName + "'" + Spelling.hint(feedName, catalog.feedNames())
                    + " known: " + String.join(", ", catalog.feedNames()));
            return 1;
        }
        out.print(
                switch (form) {
                    case MARKDOWN -> Agreement.of(feed.get()).markdown();
                    case HTML -> Agreement.of(feed.get()).html();
                    case TEMPLATE -> Agreement.template(feed.get().config());
                });
        out.flush();
        return 0;
    }
}
