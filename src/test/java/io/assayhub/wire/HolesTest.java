package io.assayhub.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.assayhub.wire.Holes.Name;
import io.assayhub.wire.Holes.Place;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HolesTest {
    private static final byte[] BYTES = "{\"v\":\"\",\"s\":\"\",\"p\":,\"t\":\"\u00e9\"}".getBytes(UTF_8);
    private static final Holes HOLES =
            new Holes(List.of(new Place(Name.VERSION, 6), new Place(Name.STATUS, 13), new Place(Name.SUBJECT, 19)));

    @Test
    void joinsWhatGoesIntoTheHoles() {
        byte[] filled = HOLES.fill(
                BYTES, Map.of(Name.VERSION, "12", Name.STATUS, "final", Name.SUBJECT, "{\"reference\":\"Patient/1\"}"));
        assertThat(new String(filled, UTF_8))
                .isEqualTo("{\"v\":\"12\",\"s\":\"final\",\"p\":{\"reference\":\"Patient/1\"},\"t\":\"\u00e9\"}");
    }

    @Test
    void joinsSeveralHolesAtOnePlaceInTheirOrder() {
        Holes holes = new Holes(List.of(new Place(Name.STATUS, 2), new Place(Name.VERSION, 2)));
        assertThat(new String(holes.fill("ab".getBytes(UTF_8), Map.of(Name.VERSION, "1", Name.STATUS, "final")), UTF_8))
                .isEqualTo("abfinal1");
    }

    @Test
    void headerAndParseAreEachOthersReverse() {
        assertThat(HOLES.header()).isEqualTo("version@6,status@13,subject@19");
        assertThat(Holes.parse(HOLES.header())).isEqualTo(HOLES);
        assertThat(Holes.parse("")).isEqualTo(new Holes(List.of()));
        assertThat(new Holes(List.of()).header()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "version@",
                "@6",
                "version@x",
                "version@6x",
                "versions@6",
                "version@9,status@8",
                "version@6,,status@8",
                "version@6;status@8",
                "version@99999999999"
            })
    void parsesNoOtherHeader(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> Holes.parse(header));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "VERSION|0",
                "VERSION|01",
                "VERSION|-1",
                "VERSION|1234567890",
                "VERSION|1\"",
                "STATUS|FINAL",
                "STATUS|final\",\"x\":\"",
                "STATUS|",
                "LAST_UPDATED|2026-01-01T00:00:00Z",
                "LAST_UPDATED|2026-01-01",
                "LAST_UPDATED|2026-01-01T00:00:00.000+01:00",
                "SUBJECT|null",
                "SUBJECT|{}",
                "SUBJECT|{\"a\":\"\u00e9\"}",
                "SUBJECT|[1]"
            })
    void fillsNothingOutsideItsGrammar(Name name, String text) {
        Map<Name, String> content = new EnumMap<>(Name.class);
        content.put(name, text == null ? "" : text);
        Holes hole = new Holes(List.of(new Place(name, 0)));
        assertThatIllegalArgumentException().isThrownBy(() -> hole.fill(BYTES, content));
    }

    @Test
    void refusesMissingContentAndOffsetsOutside() {
        Holes outside = new Holes(List.of(new Place(Name.VERSION, BYTES.length + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> HOLES.fill(BYTES, Map.of(Name.VERSION, "1")));
        assertThatIllegalArgumentException().isThrownBy(() -> outside.fill(BYTES, Map.of(Name.VERSION, "1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Holes(List.of(new Place(Name.STATUS, 9), new Place(Name.VERSION, 8))));
        assertThat(new Holes(List.of(new Place(Name.VERSION, 2))).fill(new byte[2], Map.of(Name.VERSION, "1")))
                .endsWith((byte) '1');
    }
}
