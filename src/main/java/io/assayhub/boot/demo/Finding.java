package io.assayhub.boot.demo;

import java.math.BigDecimal;

/**
 * One result as the summary understands it, whether it comes from the study or from a published Observation. A finding
 * always has a value: what was not measured is none.
 */
sealed interface Finding {

    /** Canonical subject number. */
    String subject();

    /** Counts this finding for its subject. */
    void addTo(SubjectTally tally);

    /**
     * A plasma concentration in ng/mL.
     *
     * @param injection number of the injection it follows, from 1
     * @param elapsedHours planned hours after that injection; 0 before it
     */
    record Plasma(String subject, int injection, BigDecimal elapsedHours, Concentration concentration)
            implements Finding {
        @Override
        public void addTo(SubjectTally tally) {
            if (injection == 1) {
                tally.addFirstProfile(this);
            }
        }
    }

    /** A screening test for anti-drug antibodies, whatever its outcome. */
    record AdaScreening(String subject) implements Finding {
        @Override
        public void addTo(SubjectTally tally) {
            tally.addAdaTest(false);
        }
    }

    /** A confirmatory test for anti-drug antibodies. */
    record AdaConfirmation(String subject, boolean positive) implements Finding {
        @Override
        public void addTo(SubjectTally tally) {
            tally.addAdaTest(positive);
        }
    }

    /**
     * Effector memory in % of CD8 T cells.
     *
     * @param day nominal study day; {@link #BASELINE} before treatment
     */
    record EffectorMemory(String subject, int day, BigDecimal percent) implements Finding {
        static final int BASELINE = 0;

        @Override
        public void addTo(SubjectTally tally) {
            tally.addEffectorMemory(day, percent);
        }
    }

    /** A result that no figure uses; it still shows that the subject has results. */
    record Other(String subject) implements Finding {
        @Override
        public void addTo(SubjectTally tally) {
            tally.addOther();
        }
    }
}
