package io.assayhub.boot.torture;

import java.util.List;

/** Holds what topics carry against the model, knowing neither the ledger nor each other. */
interface TopicsChecker {
    /** Everything that is wrong, nothing twice. */
    List<Violation> check(TortureModel.Expected expected, TopicSource topics);
}
