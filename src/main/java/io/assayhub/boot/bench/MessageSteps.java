package io.assayhub.boot.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.FeedTable;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Rejected;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** HL7 v2 messages of twenty results without Kafka: the hub's reader, and HAPI's bare parse of the same bytes. One thread. */
public final class MessageSteps {
    /** In each message. */
    public static final int RESULTS = 20;

    private static final int MESSAGES = 500;

    private final CompiledFeed feed;
    private final byte[][] messages = new byte[MESSAGES][];
    private final PipeParser hapi;

    /** Of a feed that reads {@link #feedName()}'s messages. */
    public MessageSteps(CompiledFeed feed) {
        this.feed = feed;
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = LabMessages.message("M" + i, i, RESULTS);
        }
        // At its quickest: no rules, no classes of a version.
        DefaultHapiContext context = new DefaultHapiContext(ValidationContextFactory.noValidation());
        context.setModelClassFactory(new GenericModelClassFactory());
        hapi = context.getPipeParser();
    }

    /** The feed that the messages are of. */
    public static String feedName() {
        return LabMessages.FEED;
    }

    /** HAPI's parse, from bytes to its model; returns the messages. */
    public long hapi() throws IOException {
        try {
            long segments = 0;
            for (byte[] message : messages) {
                segments += hapi.parse(new String(message, US_ASCII)).getNames().length;
            }
            return segments == 0 ? 0 : messages.length;
        } catch (HL7Exception e) {
            throw new IOException(e);
        }
    }

    /** Every result a row with its places; returns the messages. */
    public long framed() throws IOException {
        long rows = 0;
        for (byte[] message : messages) {
            Framer framer = FeedTable.open(new ByteArrayInputStream(message), feed.config());
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                rows++;
            }
        }
        return expected(rows);
    }

    /** Every result an Observation; returns the messages. */
    public long observations() throws IOException {
        long[] made = {0};
        for (byte[] message : messages) {
            feed.reader(TransferReader.Mode.NORMALISE).read(new ByteArrayInputStream(message), new EntrySink() {
                @Override
                public void normalised(Entry entry) {
                    made[0]++;
                }

                @Override
                public void rejected(Rejected rejected) throws IOException {
                    throw ReadSteps.unexpected(rejected);
                }
            });
        }
        return expected(made[0]);
    }

    private long expected(long results) throws IOException {
        if (results != (long) MESSAGES * RESULTS) {
            throw new IOException(results + " results in " + MESSAGES + " messages of " + RESULTS);
        }
        return MESSAGES;
    }
}
