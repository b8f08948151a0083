package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Starts and stops a hub once in a temporary folder, so that the classes it loads can be archived for later starts. */
@Command(name = "warm-up", hidden = true, description = "Load the classes of a start, for the class-data archive.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        try (TemporaryFolder folder = new TemporaryFolder("assay-hub-warm-up")) {
            HubConfig config = configuration(folder.path());
            try (Hub hub = Hub.start(config, Clock.systemUTC())) {
                Waiting.until(hub::isReady, Duration.ofMinutes(1), "the ledger is not ready");
                Path inbox = hub.folders().inbox().resolve("sdtm-pc");
                Path file = Files.createTempFile(folder.path(), "warm-up", ".csv");
                Files.writeString(file, """
                        STUDYID,USUBJID,PCTESTCD,PCTEST,PCSPEC,PCDTC,PCORRES,PCORRESU,VISITNUM,PCTPT
                        WARM,WARM-1,X,X,PLASMA,2020-01-01T10:00,1.0,ng/mL,1,PRE
                        """);
                Files.move(file, inbox.resolve("warm-up.csv"));
                Path done = folder.path().resolve("done/sdtm-pc");
                Waiting.until(() -> Receipts.anyIn(done), Duration.ofMinutes(1), "no receipt came");
            }
        }
        return 0;
    }

    /** A hub of its own in a folder: any free port, three partitions, files taken soon. */
    private static HubConfig configuration(Path folder) {
        HubConfig defaults = HubConfig.defaults(Home.folder());
        return new HubConfig(
                defaults.instance(),
                folder,
                defaults.mappings(),
                defaults.routes(),
                defaults.fhirBase(),
                new HubConfig.Kafka(Optional.empty(), 0, Map.of()),
                new HubConfig.Topics("assay", 3, 1),
                new HubConfig.Intake(Duration.ofMillis(200)),
                defaults.ledger());
    }
}
