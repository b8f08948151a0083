package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.config.HttpConfig;
import io.assayhub.config.HubConfig;
import io.assayhub.index.HubIndex;
import io.assayhub.index.OverviewQueries.Books;
import io.assayhub.index.RejectQueries;
import io.assayhub.index.ResultQueries.Result;
import io.assayhub.index.ResultQueries.Version;
import io.assayhub.index.Search.Hit;
import io.assayhub.index.Search.Kind;
import io.assayhub.index.TransferQueries;
import io.assayhub.index.TransferQueries.Transfer;
import io.assayhub.index.Viewer;
import io.assayhub.index.WaitingQueries;
import io.assayhub.index.WaitingQueries.Waiting;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operators' index beside a running hub: what it shows, and that it is the same when it is read again from Kafka. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class IndexIT {
    private static final String FEED = "sdtm-pc";
    private static final String STUDY = "INDEX";

    @TempDir
    Path folder;

    @Test
    void showsWhatTheTopicsHoldAndTheSameAfterItWasDeleted() throws Exception {
        HttpConfig http = new HttpConfig("127.0.0.1", 0, Optional.empty(), List.of(), HttpConfig.DEFAULT.limits());
        HubConfig config = TestHub.answering(folder, http);
        List<Object> before;
        try (TestHub hub = TestHub.start(config, Clock.systemUTC())) {
            hub.register(STUDY, List.of("S-1", "S-3"));
            hub.deliver(
                    FEED,
                    "first.csv",
                    new PcTable()
                            .row(STUDY, "S-1", "T1", "12.40")
                            .row(STUDY, "S-1", "T2", "<0.5")
                            .row(STUDY, "S-2", "T1", "3.3")
                            .row(STUDY, "S-1", "T3", "no number")
                            .rows(STUDY, "S-3", 30)
                            .bytes());
            hub.deliver(
                    FEED,
                    "second.csv",
                    new PcTable().row(STUDY, "S-1", "T1", "12.50").bytes());
            Operator operator = Operator.of(hub);
            HubIndex index = awaited(hub);
            Waiting held =
                    index.waiting().list(Viewer.BLINDED, WaitingQueries.Filter.ALL, Optional.empty()).rows().stream()
                            .filter(w -> w.reason() != null)
                            .findFirst()
                            .orElseThrow();
            assertThat(held.subject()).isEqualTo("S-2");
            operator.decide("dismiss", held.key());
            Delivered.await()
                    .until(() -> index.waiting().get(Viewer.BLINDED, held.key()).isEmpty());
            awaited(hub);

            showsResults(index);
            showsTransfersAndBooks(index, held);
            before = everything(index);
        }
        delete(folder.resolve("index"));
        try (TestHub hub = TestHub.start(config, Clock.systemUTC())) {
            assertThat(everything(awaited(hub))).isEqualTo(before);
        }
    }

    private static void showsResults(HubIndex index) {
        List<Result> results = index.subjects().results(Viewer.BLINDED, STUDY, "S-1");
        assertThat(results)
                .extracting(Result::timepoint, Result::shown, Result::number, Result::below, Result::version)
                .containsExactlyInAnyOrder(
                        tuple("T1", "12.50 ng/mL", 12.5, 0, 2), tuple("T2", "< 0.5 ng/mL", 0.5, -1, 1));
        Result corrected =
                results.stream().filter(r -> r.version() == 2).findFirst().orElseThrow();
        List<Version> versions = index.results().versions(Viewer.BLINDED, corrected.id());
        assertThat(versions)
                .extracting(Version::version, Version::outcome, Version::shown)
                .containsExactly(tuple(1, "new", "12.40 ng/mL"), tuple(2, "corrected", "12.50 ng/mL"));
        Version first = versions.get(0);
        assertThat(index.records().value(Topic.AUDIT, first.partition(), first.offset()))
                .asString(StandardCharsets.UTF_8)
                .contains(corrected.id(), "12.40", "\"resourceType\":\"Provenance\"");
        assertThat(index.subjects().get(STUDY, "S-1"))
                .map(subject -> subject.accepts().text())
                .hasValue("all");
        assertThat(index.search().find(Viewer.BLINDED, "S-1"))
                .contains(new Hit(Kind.SUBJECT, STUDY + "/S-1", "S-1", "study " + STUDY));
        assertThat(index.search().find(Viewer.BLINDED, corrected.id()))
                .extracting(Hit::kind)
                .contains(Kind.RESULT);
        assertThat(index.search().find(Viewer.BLINDED, "first"))
                .extracting(Hit::label)
                .containsExactly("first.csv");
    }

    private static void showsTransfersAndBooks(HubIndex index, Waiting held) {
        List<Transfer> transfers = index.transfers()
                .list(Viewer.BLINDED, TransferQueries.Filter.ALL, Optional.empty())
                .rows();
        assertThat(transfers)
                .extracting(Transfer::delivery, Transfer::state, Transfer::balanced, Transfer::rejected)
                .containsExactly(tuple("second.csv", "closed", true, 0L), tuple("first.csv", "closed", true, 1L));
        Transfer first = transfers.get(1);
        assertThat(first.counts().created()).isEqualTo(32);
        assertThat(first.counts().dismissed()).isEqualTo(1);
        assertThat(index.rejects()
                        .ofTransfer(Viewer.BLINDED, first.id(), Optional.empty())
                        .rows())
                .singleElement()
                .satisfies(reject -> {
                    assertThat(reject.row()).isEqualTo(4);
                    assertThat(reject.code()).isEqualTo("AH-0304");
                });
        Books books = index.overview().books(Viewer.BLINDED);
        assertThat(books.transfers()).isEqualTo(2);
        assertThat(books.rows()).isEqualTo(35);
        assertThat(books.balance()).isTrue();
        assertThat(index.overview()
                        .latency(Viewer.BLINDED, System.currentTimeMillis(), 60)
                        .transfers())
                .isEqualTo(2);
        assertThat(index.actions().list(Viewer.BLINDED, false, Optional.empty()).rows())
                .extracting(a -> a.command().action().text(), a -> a.command().hold())
                .containsExactly(tuple("dismiss", held.key()));
    }

    /** What pages show of everything. */
    private static List<Object> everything(HubIndex index) {
        Viewer all = Viewer.UNBLINDED;
        List<Object> found = new ArrayList<>();
        List<Transfer> transfers = index.transfers()
                .list(all, TransferQueries.Filter.ALL, Optional.empty())
                .rows();
        found.addAll(transfers);
        transfers.forEach(t -> found.add(index.results().ofTransfer(all, t.id(), Optional.empty())));
        found.addAll(index.subjects().results(all, STUDY, "S-1"));
        found.addAll(index.waiting()
                .list(all, WaitingQueries.Filter.ALL, Optional.empty())
                .rows());
        found.addAll(index.rejects()
                .list(all, RejectQueries.Filter.ALL, Optional.empty())
                .rows());
        found.addAll(index.actions().list(all, true, Optional.empty()).rows());
        found.addAll(index.feeds().activities(all));
        found.add(index.overview().books(all));
        return found;
    }

    private static HubIndex awaited(TestHub hub) {
        HubIndex index = hub.hub().index().orElseThrow();
        Delivered.await().until(index::isCaughtUp);
        return index;
    }

    private static void delete(Path of) throws IOException {
        try (Stream<Path> files = Files.walk(of)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
