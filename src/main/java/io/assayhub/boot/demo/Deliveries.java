package io.assayhub.boot.demo;

import io.assayhub.boot.laboratory.Sender;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Receipt.State;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The senders' view: a file is put into its drop folder, and its receipt has to say what became of it. */
final class Deliveries {
    private final DemoHub hub;
    private final Narration narration;
    private final Map<String, Expected> expected = new LinkedHashMap<>();

    /**
     * What a file's receipt has to say in the end.
     *
     * @param rows below the file's header
     */
    record Expected(LabFile file, State state, Counts counts, int rows) {
        boolean isMetBy(Receipt receipt) {
            return receipt.state() == state
                    && receipt.counts().equals(counts)
                    && (state == State.REFUSED
                            || (receipt.balanced() && receipt.manifest().rows() == rows));
        }
    }

    Deliveries(DemoHub hub, Narration narration) {
        this.hub = hub;
        this.narration = narration;
    }

    static Counts created(int results) {
        return Counts.of(results, 0, 0, 0, 0, 0);
    }

    static Counts held(int results) {
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, results, 0);
    }

    static Counts dismissed(int results) {
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, results);
    }

    /** What every transfer that was taken has to have come to; refused ones are not among them. */
    List<Expected> taken() {
        return expected.values().stream()
                .filter(e -> e.state() != State.REFUSED)
                .toList();
    }

    /** Delivers a file and waits until a receipt says this of it. */
    Receipt send(LabFile file, State state, Counts counts) throws IOException, InterruptedException {
        int before = of(file).size();
        hub.drop(file);
        return settle(file, state, counts, before);
    }

    /** The same over another transport, whose sender is told that it is stored. */
    Receipt send(Sender over, LabFile file, State state, Counts counts) throws IOException, InterruptedException {
        int before = of(file).size();
        narration.check(file.fileName() + " was acknowledged", over.send(file.fileName(), file.bytes()));
        return settle(file, state, counts, before);
    }

    /** Sends a message; its receipt is known from the topic alone. */
    void sendMessage(Sender over, LabFile message, int results) throws IOException, InterruptedException {
        Expected wanted = new Expected(message, State.CLOSED, created(results), results);
        expected.put(message.fileName(), wanted);
        boolean acknowledged = over.send(message.fileName(), message.bytes());
        boolean met = hub.await(() -> hub.kafka().latest(Topic.RECEIPTS).values().stream()
                .map(Receipt::fromJson)
                .anyMatch(r -> r.manifest().delivery().equals(message.fileName()) && wanted.isMetBy(r)));
        narration.check(
                String.format(
                        Locale.ROOT,
                        "%-18s %d bytes, %s: acknowledged, receipt closed",
                        message.feed(),
                        message.bytes().length,
                        message.note()),
                acknowledged && met);
    }

    /** Waits until the receipt of a file that was delivered before says this. */
    Receipt settle(LabFile file, State state, Counts counts) throws InterruptedException {
        return settle(file, state, counts, 0);
    }

    private Receipt settle(LabFile file, State state, Counts counts, int before) throws InterruptedException {
        Expected wanted =
                new Expected(file, state, counts, StoryFiles.rows(file).size());
        expected.put(file.fileName(), wanted);
        boolean met =
                hub.await(() -> latest(file, before).filter(wanted::isMetBy).isPresent());
        Receipt receipt =
                latest(file, before).orElseThrow(() -> new StoryException("no receipt came for " + file.fileName()));
        narration.check(
                ReceiptText.line(receipt)
                        + (met
                                ? ""
                                : ": expected " + state.text() + ", " + wanted.rows() + " rows, "
                                        + ReceiptText.counts(counts)),
                met);
        return receipt;
    }

    private Optional<Receipt> latest(LabFile file, int before) {
        List<Receipt> all = of(file);
        return all.size() > before ? Optional.of(all.get(all.size() - 1)) : Optional.empty();
    }

    private List<Receipt> of(LabFile file) {
        return hub.receipts(file.feed()).stream()
                .filter(r -> r.manifest().delivery().equals(file.fileName()))
                .toList();
    }
}
