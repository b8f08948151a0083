package io.assayhub.route.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"run 1.csv", "Ergebnisse_März.csv", "P003-07.xlsx", "a..b.csv", "noending", "x.part.csv"})
    void takesWhatCanBeAFileHere(String name) {
        assertThat(RemoteName.of(name)).isEqualTo(RemoteName.FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.csv.part", "RUN.CSV.TMP", ".run.csv", "~run.xlsx", "run.csv.filepart"})
    void leavesWhatIsStillWritten(String name) {
        assertThat(RemoteName.of(name)).isEqualTo(RemoteName.TEMPORARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../../etc/cron.d/x",
                "/etc/passwd",
                "sub/run.csv",
                "..\\..\\run.csv",
                "c:run.csv",
                "run\n.csv",
                "run\u0000.csv",
                "\u001b[2Jrun.csv",
                "20260301T101500123Z_run.csv"
            })
    void refusesWhatLeadsElsewhereOrIsForged(String name) {
        assertThat(RemoteName.of(name)).isEqualTo(RemoteName.REFUSED);
    }

    @Test
    void refusesANameThatIsTooLongForAStampAndAnEndingBesideIt() {
        assertThat(RemoteName.of("é".repeat(100))).isEqualTo(RemoteName.FILE);
        assertThat(RemoteName.of("é".repeat(101))).isEqualTo(RemoteName.REFUSED);
    }
}
