package io.assayhub.route;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.Spelling;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * What is known of a delivery before its content is read: its feed, its terms, and what its sender states beside it.
 *
 * @param feed empty if the hub does not know it
 * @param stated the row of its sender's manifest, if its feed agrees on one
 * @param refusal why it is not taken, or empty
 */
record Admission(
        Optional<CompiledFeed> feed, Terms terms, Optional<SenderManifest> stated, Optional<Rejected> refusal) {

    /** @param manifest where its sender's manifest lies, if there is one */
    static Admission of(MappingCatalog catalog, Delivery delivery, String sha256, Optional<Path> manifest)
            throws IOException {
        Optional<CompiledFeed> feed = catalog.feed(delivery.feed());
        if (feed.isEmpty()) {
            return refused(feed, unknownFeed(catalog, delivery));
        }
        FeedConfig config = feed.get().config();
        Optional<Rejected> elsewhere = otherEnvironment(config, delivery);
        if (elsewhere.isPresent()) {
            return refused(feed, elsewhere.get());
        }
        Optional<Long> order = order(config.transfer().order(), delivery);
        if (order.isEmpty()) {
            return refused(
                    feed,
                    new Rejected(
                            ErrorCode.NO_SEQUENCE,
                            Location.WHOLE,
                            null,
                            ErrorCode.NO_SEQUENCE.meaning(),
                            delivery.name()));
        }
        if (config.transfer().manifest().isEmpty()) {
            return new Admission(feed, new Terms(order.get(), null, null), Optional.empty(), Optional.empty());
        }
        Optional<SenderManifest> stated =
                manifest.isEmpty() ? Optional.empty() : SenderManifest.read(config, manifest.get(), delivery.name());
        Optional<Rejected> differs = stated.isEmpty()
                ? Optional.of(SenderManifest.missing())
                : stated.get().differs(delivery.content().size(), sha256);
        Long rows = stated.flatMap(SenderManifest::rows).orElse(null);
        return new Admission(feed, new Terms(order.get(), null, rows), stated, differs);
    }

    /** That of an earlier transfer's bytes, which were admitted then. */
    static Admission ofReplay(MappingCatalog catalog, Delivery delivery, Terms terms) {
        Optional<CompiledFeed> feed = catalog.feed(delivery.feed());
        Optional<Rejected> unknown = feed.isEmpty() ? Optional.of(unknownFeed(catalog, delivery)) : Optional.empty();
        return new Admission(feed, terms, Optional.empty(), unknown);
    }

    private static Admission refused(Optional<CompiledFeed> feed, Rejected refusal) {
        return new Admission(feed, Terms.REFUSED, Optional.empty(), Optional.of(refusal));
    }

    /** Among transfers of one sequence number the later arrival is the newer: seconds fill the lower 32 bits. */
    private static Optional<Long> order(FeedConfig.Order order, Delivery delivery) {
        if (!(order instanceof FeedConfig.Order.FileName byName)) {
            return Optional.of(delivery.arrived().toEpochMilli());
        }
        return number(byName, delivery).map(number -> number << 32 | seconds(delivery.arrived()));
    }

    /** The transfer's place in a sequence without gaps, or null if its feed has none. */
    static Long sequence(FeedConfig.Order order, Delivery delivery) {
        return order instanceof FeedConfig.Order.FileName byName && byName.consecutive()
                ? number(byName, delivery).orElse(null)
                : null;
    }

    private static Optional<Long> number(FeedConfig.Order.FileName order, Delivery delivery) {
        Matcher matcher = order.pattern().matcher(delivery.name());
        if (!matcher.matches() || matcher.group("order") == null) {
            return Optional.empty();
        }
        String digits = matcher.group("order").replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 9 ? Optional.empty() : Optional.of(Long.parseLong(digits));
    }

    /** What speaks against the file name, where the feed reads the environment from it. */
    private static Optional<Rejected> otherEnvironment(FeedConfig feed, Delivery delivery) {
        Optional<FeedConfig.Environment> agreed =
                feed.environment().filter(e -> e.fileName().isPresent());
        if (agreed.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = agreed.get().fileName().orElseThrow().matcher(delivery.name());
        String found = matcher.matches() ? matcher.group("env") : null;
        ErrorCode code = found == null
                ? ErrorCode.NO_ENVIRONMENT
                : agreed.get().isExpected(found) ? null : ErrorCode.OTHER_ENVIRONMENT;
        return Optional.ofNullable(code).map(c -> new Rejected(c, Location.WHOLE, null, c.meaning(), delivery.name()));
    }

    private static long seconds(Instant arrived) {
        return arrived.getEpochSecond() & 0xffffffffL;
    }

    private static Rejected unknownFeed(MappingCatalog catalog, Delivery delivery) {
        String hint = Spelling.hint(delivery.feed(), catalog.feedNames());
        return new Rejected(
                ErrorCode.UNKNOWN_FEED,
                Location.WHOLE,
                null,
                delivery.feed().isEmpty()
                        ? "A file belongs into the folder of its feed: inbox/FEED/."
                        : ErrorCode.UNKNOWN_FEED.meaning() + (hint.isEmpty() ? "" : " Check the folder's name" + hint),
                null);
    }
}
