package io.assayhub.ledger.streams;

import io.assayhub.model.Hash128;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.ResultFacts;
import java.util.Arrays;

/** Hashes of what mostly is as with the result before: the feed's name and the Observation's code. */
final class LastHashes {
    private String feed;
    private long feedHash;
    private byte[] code = {};
    private long codeHash;

    long feed(NormalisedRecord.Result result) {
        String name = result.feed().value();
        if (!name.equals(feed)) {
            feedHash = StoreKeys.hash(name);
            feed = name;
        }
        return feedHash;
    }

    long code(NormalisedRecord.Result result) {
        ResultFacts.Span span = result.facts().code();
        byte[] bytes = result.observation();
        if (codeHash == 0 || !Arrays.equals(bytes, span.from(), span.to(), code, 0, code.length)) {
            code = PublicationRules.code(result);
            codeHash = Hash128.ofSha256(code, 0, code.length).high();
        }
        return codeHash;
    }
}
