package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.Moment;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentReaderTest {
    private static final Optional<ZoneId> PARIS = Optional.of(ZoneId.of("Europe/Paris"));

    @ParameterizedTest
    @CsvSource({
        "2014,2014,",
        "2014-02,2014-02,",
        "2014-02-28,2014-02-28,",
        "2012-02-29,2012-02-29,",
        "2014-02-28T23,2014-02-28,2014-02-28T23",
        "2014-02-28T23:30,2014-02-28,2014-02-28T23:30:00",
        "2014-02-28T23:30:15,2014-02-28,2014-02-28T23:30:15",
        "2014-02-28T23:30:15.250,2014-02-28,2014-02-28T23:30:15.250",
        "2014-02-28T23:30Z,2014-02-28T23:30:00Z,",
        "2014-02-28T23:30:15.5+01:00,2014-02-28T23:30:15.5+01:00,",
        "2014-02-28T23:30-11:30,2014-02-28T23:30:00-11:30,"
    })
    void keepsThePrecisionAndPutsALocalTimeOfUnknownZoneBesideItsDate(String text, String dateTime, String local) {
        assertThat(new MomentReader(null, Optional.empty()).read(text).moment()).isEqualTo(new Moment(dateTime, local));
    }

    @ParameterizedTest
    @CsvSource({
        "2006-03-26T01:59,2006-03-26T01:59:00+01:00",
        "2006-03-26T03:00,2006-03-26T03:00:00+02:00",
        "2006-07-01T12:00:30,2006-07-01T12:00:30+02:00",
        "2006-10-29T03:00,2006-10-29T03:00:00+01:00",
        "2006-10-29T02:30+01:00,2006-10-29T02:30:00+01:00",
        "2006-10-29T00:30Z,2006-10-29T00:30:00Z",
        "2006-10-29,2006-10-29"
    })
    void addsTheOffsetOfAKnownZone(String text, String dateTime) {
        assertThat(new MomentReader(null, PARIS).read(text).moment()).isEqualTo(new Moment(dateTime, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2006-03-26T02:00", "2006-03-26T02:59:59", "2006-10-29T02:00", "2006-10-29T02:59:59"})
    void guessesNoTimeThatDoesNotExistOrOccursTwice(String text) {
        MomentReader.Reading reading = new MomentReader(null, PARIS).read(text);
        String local = text.length() == 16 ? text + ":00" : text;
        assertThat(reading).isEqualTo(new MomentReader.Reading(new Moment(text.substring(0, 10), local), null, false));
    }

    @Test
    void writesNoLocalMeanTimeOfACenturyAgo() {
        assertThat(new MomentReader(null, PARIS).read("1905-01-01T12:00").error())
                .isEqualTo(ErrorCode.NOT_A_TIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "T",
                "14",
                "201",
                "2014-",
                "2014-2",
                "2014-02-",
                "2014-02-30",
                "2013-02-29",
                "2014-00-01",
                "2014-13",
                "2014-01-00",
                "2014-01-32",
                "2014-01-01T",
                "2014-01-01T2",
                "2014-01-01T24:00",
                "2014-01-01T23:60",
                "2014-01-01T23:59:60",
                "2014-01-01 10:00",
                "2014-01-01T10:00 ",
                "2014-01-01T10:00:00.",
                "2014-01-01T10:00:00.\u0663",
                "2014-01-01T10Z",
                "2014-01-01Z",
                "2014-01-01T10:00+1:00",
                "2014-01-01T10:00+0100",
                "2014-01-01T10:00+14:30",
                "2014-01-01T10:00+15:00",
                "2014-01-01T10:00+01:60",
                "1899-12-31",
                "20140101",
                "2014/01/01",
                "\u0662014-01-01",
                "-014-01-01"
            })
    void readsNothingElse(String text) {
        MomentReader.Reading reading = new MomentReader(null, Optional.empty()).read(text);
        assertThat(reading.moment()).isNull();
        assertThat(reading.error()).isEqualTo(ErrorCode.NOT_A_TIME);
    }

    @ParameterizedTest
    @CsvSource({
        "2006,2006,",
        "200603,2006-03,",
        "20060314,2006-03-14,",
        "20060314+0100,2006-03-14,",
        "2006031410,2006-03-14,2006-03-14T10",
        "200603141015,2006-03-14T10:15:00+01:00,",
        "20060314101530,2006-03-14T10:15:30+01:00,",
        "20060314101530.1234,2006-03-14T10:15:30.1234+01:00,",
        "20060314101530-0530,2006-03-14T10:15:30-05:30,",
        "200603141015+0000,2006-03-14T10:15:00+00:00,",
        "20060326023000,2006-03-26,2006-03-26T02:30:00",
    })
    void readsTheMomentsOfHl7v2(String text, String dateTime, String local) {
        assertThat(new MomentReader("hl7", PARIS).read(text).moment()).isEqualTo(new Moment(dateTime, local));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "206",
                "20063",
                "20060230",
                "2006031425",
                "200603141060",
                "20060314101560",
                "200603141015.5",
                "20060314101530.",
                "20060314101530+1",
                "20060314101530+01:00",
                "20060314101530+1500",
                "200603141015301",
                "2006-03-14",
                "20060314T1015"
            })
    void readsNothingElseAsAMomentOfHl7v2(String text) {
        assertThat(new MomentReader("hl7", PARIS).read(text).error()).isEqualTo(ErrorCode.NOT_A_TIME);
    }

    @ParameterizedTest
    @CsvSource({
        "dd-MMM-yyyy HH:mm,01-Mar-2006 08:45,2006-03-01T08:45:00+01:00",
        "dd-MMM-yyyy HH:mm,01-mar-2006 08:45,2006-03-01T08:45:00+01:00",
        "dd-MMM-yyyy,31-DEC-2006,2006-12-31",
        "dd/MM/yyyy HH:mm,29/10/2006 03:00,2006-10-29T03:00:00+01:00",
        "MM/dd/yyyy HH:mm:ss,10/28/2006 02:30:59,2006-10-28T02:30:59+02:00",
        "yyyyMMdd,20061028,2006-10-28",
        "yyyy-MM-ddTHH:mm,2006-10-28T02:30,2006-10-28T02:30:00+02:00",
        "MMM yyyy,Oct 2006,2006-10",
        "yyyy,2006,2006"
    })
    void readsAPattern(String pattern, String text, String dateTime) {
        assertThat(MomentReader.isPattern(pattern)).isTrue();
        assertThat(new MomentReader(pattern, PARIS).read(text).moment()).isEqualTo(new Moment(dateTime, null));
    }

    @ParameterizedTest
    @CsvSource({
        "dd-MMM-yyyy HH:mm,01-Mar-2006",
        "dd-MMM-yyyy HH:mm,1-Mar-2006 08:45",
        "dd-MMM-yyyy HH:mm,01-M\u00e4r-2006 08:45",
        "dd-MMM-yyyy HH:mm,31-Feb-2006 08:45",
        "dd-MMM-yyyy HH:mm,01-Mar-2006 08:45Z",
        "dd/MM/yyyy,03/13/2006",
        "dd/MM/yyyy,01-03-2006",
        "dd/MM/yyyy,01/03/06"
    })
    void readsNoOtherFormThanItsPattern(String pattern, String text) {
        assertThat(new MomentReader(pattern, PARIS).read(text).error()).isEqualTo(ErrorCode.NOT_A_TIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dd",
                "MM/dd",
                "yyyy-dd",
                "dd.MM.yy",
                "yyyy HH",
                "dd/MM/yyyy mm",
                "dd/MM/yyyy hh:mm",
                "yyyy-MM-dd HH",
                "dd/MM/yyyy HH:ss",
                "DD/MM/YYYY",
                "dd/MMMM/yyyy",
                "yyyy-MM-ddTHH:mmX"
            })
    void knowsWhatIsNoPattern(String pattern) {
        assertThat(MomentReader.isPattern(pattern)).isFalse();
    }
}
