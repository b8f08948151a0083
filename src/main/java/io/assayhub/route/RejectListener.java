package io.assayhub.route;

import io.assayhub.model.Rejected;
import java.io.IOException;

/** Listens to the rejects of a delivery, for the answer that goes back to the sender. */
public interface RejectListener {
    void rejected(Rejected rejected) throws IOException;
}
