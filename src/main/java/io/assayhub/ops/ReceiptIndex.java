package io.assayhub.ops;

import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The latest receipt of each transfer, as the ledger published it. */
final class ReceiptIndex {
    private final Map<String, Receipt> latest = new LinkedHashMap<>();

    static ReceiptIndex read(HubKafka kafka) {
        ReceiptIndex index = new ReceiptIndex();
        kafka.read(Topic.RECEIPTS, message -> {
            String transfer = HubKafka.key(message);
            if (message.value() == null) {
                index.latest.remove(transfer);
            } else {
                index.latest.put(transfer, Receipt.fromJson(message.value()));
            }
            return true;
        });
        return index;
    }

    Optional<Receipt> get(String transfer) {
        return Optional.ofNullable(latest.get(transfer));
    }

    Collection<Receipt> all() {
        return latest.values();
    }
}
