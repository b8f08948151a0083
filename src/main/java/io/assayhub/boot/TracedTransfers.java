package io.assayhub.boot;

import io.assayhub.ledger.streams.LedgerWatch;
import io.assayhub.model.TransferId;
import io.assayhub.route.IntakeWatch;
import io.assayhub.route.Taken;
import io.assayhub.route.Transport;
import io.assayhub.tracing.TransferTraces;
import io.assayhub.wire.Receipt;
import java.time.Duration;

/** Tells the traces what intake and ledger do. */
record TracedTransfers(TransferTraces traces) implements IntakeWatch, LedgerWatch {
    @Override
    public void taken(Transport transport, Taken taken, Duration took) {
        traces.intake(taken.transfer(), taken.manifest(), transport.word(), took);
    }

    /** It will be taken again, and its trace begins with the intake that succeeds. */
    @Override
    public void failed(Transport transport) {}

    @Override
    public void sealed(TransferId transfer, int partition, long results, long fromMs, long untilMs) {
        traces.ledger(transfer, partition, results, fromMs, untilMs);
    }

    @Override
    public void receipt(Receipt receipt, long fromMs, long untilMs) {
        traces.receipt(receipt, fromMs, untilMs);
    }
}
