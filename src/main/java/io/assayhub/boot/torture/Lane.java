package io.assayhub.boot.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One laboratory and the hub that takes its files: what was dropped there, in its order. */
final class Lane {
    private final HubNode hub;
    private final LabLoad load;
    private final TortureModel model;
    private final List<SentFile> dropped = new ArrayList<>();

    Lane(HubNode hub, LabLoad load, TortureModel model) {
        this.hub = hub;
        this.load = load;
        this.model = model;
    }

    HubNode hub() {
        return hub;
    }

    LabLoad load() {
        return load;
    }

    /** Hands a file to the hub and tells the model. A file of that name still waiting there has the same bytes. */
    void drop(SentFile file) throws IOException {
        if (hub.isWaiting(file.name())) {
            return;
        }
        hub.drop(file);
        dropped.add(file);
        model.sent(file);
    }

    /** Files whose receipt is not closed yet. */
    long open(ReceiptWatch receipts) {
        return dropped.stream()
                .map(SentFile::delivered)
                .distinct()
                .filter(f -> !receipts.isClosed(f))
                .count();
    }

    /** That the hub took the files in the order in which they were sent, each of them, is what the model rests on. */
    List<Violation> checkArrivals() throws IOException {
        List<String> sent = dropped.stream().map(SentFile::name).toList();
        List<String> arrived = hub.arrived();
        if (sent.equals(arrived)) {
            return List.of();
        }
        int first = 0;
        while (first < Math.min(sent.size(), arrived.size()) && sent.get(first).equals(arrived.get(first))) {
            first++;
        }
        return List.of(new Violation(
                Violation.Kind.PLAN,
                sent.size() + " files were sent and " + arrived.size() + " taken in; number " + (first + 1)
                        + " differs: " + at(sent, first) + " sent, " + at(arrived, first) + " taken"));
    }

    private static String at(List<String> names, int index) {
        return index < names.size() ? names.get(index) : "nothing";
    }
}
