package io.assayhub.boot.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the generator's truth as findings. */
final class StudyFindings {

    private StudyFindings() {}

    static List<Finding> of(SyntheticStudy study) {
        List<Finding> findings = new ArrayList<>();
        study.pk().stream()
                .filter(sample -> sample.result().measured())
                .forEach(sample -> findings.add(new Finding.Plasma(
                        sample.subject(),
                        sample.injection(),
                        BigDecimal.valueOf(sample.elapsedHours()),
                        sample.result())));
        study.ada().forEach(sample -> {
            findings.add(new Finding.AdaScreening(sample.subject()));
            sample.confirmedPositive()
                    .ifPresent(positive -> findings.add(new Finding.AdaConfirmation(sample.subject(), positive)));
            sample.titer().ifPresent(titer -> findings.add(new Finding.Other(sample.subject())));
        });
        study.cells().forEach(sample -> {
            int day = sample.day() == 1 ? Finding.EffectorMemory.BASELINE : sample.day();
            sample.effectorMemory()
                    .ifPresent(percent -> findings.add(new Finding.EffectorMemory(sample.subject(), day, percent)));
            sample.results().stream()
                    .flatMap(Optional::stream)
                    .forEach(value -> findings.add(new Finding.Other(sample.subject())));
        });
        return findings;
    }
}
