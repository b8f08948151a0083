package io.assayhub.index;

import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;

/** The index of one instance: opened, fed until it is closed, and asked by any thread. */
public final class HubIndex implements AutoCloseable {
    private final IndexFile file;
    private final IndexFeeder feeder;
    private final KafkaRecords records;
    private final Rows rows;

    private HubIndex(IndexFile file, IndexFeeder feeder, KafkaRecords records) {
        this.file = file;
        this.feeder = feeder;
        this.records = records;
        this.rows = new Rows(file);
    }

    /**
     * Opens the index in a folder and begins to feed it.
     *
     * @param folder of its own; what lies there may be deleted
     * @param kafka properties of every client
     * @param prefix of the hub's topics
     * @param blinded feeds that are configured as blinded
     * @throws IOException if the folder cannot be used
     */
    public static HubIndex open(
            Path folder, Map<String, String> kafka, String prefix, Collection<String> blinded, Clock clock)
            throws IOException {
        IndexFile file = IndexFile.open(folder);
        IndexFeeder feeder = new IndexFeeder(file, kafka, prefix, blinded, clock);
        feeder.start();
        return new HubIndex(file, feeder, new KafkaRecords(kafka, prefix));
    }

    /** Committed records that are not in the index yet, by topic; empty before anything is known. */
    public Map<Topic, Long> lag() {
        return feeder.lag();
    }

    /** Whether everything that was committed a moment ago is in the index. */
    public boolean isCaughtUp() {
        return feeder.isCaughtUp();
    }

    public OverviewQueries overview() {
        return new OverviewQueries(rows);
    }

    public FeedQueries feeds() {
        return new FeedQueries(rows);
    }

    public TransferQueries transfers() {
        return new TransferQueries(rows);
    }

    public RejectQueries rejects() {
        return new RejectQueries(rows);
    }

    public WaitingQueries waiting() {
        return new WaitingQueries(rows);
    }

    public ResultQueries results() {
        return new ResultQueries(rows);
    }

    public SubjectQueries subjects() {
        return new SubjectQueries(rows);
    }

    public ActionQueries actions() {
        return new ActionQueries(rows);
    }

    public FigureQueries figures() {
        return new FigureQueries(rows);
    }

    public ReconcileQueries expected() {
        return new ReconcileQueries(rows);
    }

    public InstanceQueries instances() {
        return new InstanceQueries(rows);
    }

    public AlarmQueries alarms() {
        return new AlarmQueries(rows);
    }

    public Search search() {
        return new Search(rows);
    }

    /** Single records of the topics, such as the Observation of a version. */
    public RecordSource records() {
        return records;
    }

    @Override
    public void close() {
        feeder.close();
        records.close();
        file.close();
    }
}
