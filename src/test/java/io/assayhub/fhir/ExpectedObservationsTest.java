package io.assayhub.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every expected Observation is valid FHIR R4 and what the profile of its kind says. */
class ExpectedObservationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void areWhatTheirProfilesSay() throws IOException {
        List<ExpectedObservations.Expected> all = ExpectedObservations.all();
        assertThat(all).hasSizeGreaterThan(20);
        List<String> observations = new ArrayList<>();
        for (ExpectedObservations.Expected expected : all) {
            observations.add(withProfile(expected));
        }
        List<List<String>> problems = TestValidator.problems(observations);

        List<String> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (String problem : problems.get(i)) {
                found.add(all.get(i).place() + " " + problem);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theValidatorSeesAnErrorWhereThereIsOne() throws IOException {
        String good = ExpectedObservations.all().stream()
                .map(ExpectedObservations.Expected::json)
                .filter(json -> json.contains("\"status\":\"final\"")
                        && json.matches("(?s).*effectiveDateTime\":\"[^\"+]*\\+.*"))
                .findFirst()
                .orElseThrow();
        List<List<String>> problems = TestValidator.problems(List.of(
                good.replace("\"status\":\"final\"", "\"status\":\"done\""),
                good.replaceAll("(effectiveDateTime\":\"[^\"+]*)\\+[^\"]*", "$1")));

        assertThat(problems.get(0)).anyMatch(p -> p.contains("done"));
        assertThat(problems.get(1)).anyMatch(p -> p.contains("dateTime"));
    }

    /** The Observation with the profile of its kind, where the case does not name one. */
    private static String withProfile(ExpectedObservations.Expected expected) throws IOException {
        ObjectNode observation = (ObjectNode) JSON.readTree(expected.json());
        ObjectNode meta = observation.withObject("/meta");
        if (!meta.has("profile")) {
            meta.putArray("profile").add(TestValidator.BASE + "/StructureDefinition/" + kind(expected));
        }
        return observation.toString();
    }

    private static String kind(ExpectedObservations.Expected expected) {
        String feed = expected.place().substring(0, expected.place().indexOf('/'));
        return switch (feed) {
            case "bioanalysis-pk", "sdtm-pc" -> "pk-concentration";
            case "cytometry-cd8" ->
                expected.json().contains("\"CD8-COUNT\"")
                        ? "cell-count"
                        : expected.json().contains("\"VIABILITY\"") ? "cell-viability" : "flow-population";
            case "immunology-ada", "sdtm-is" ->
                expected.json().matches(".*(\\{titer}|\"BLQ\"|\"TITER\"|\"QUANTIFY\").*")
                        ? "ada-titer"
                        : "ada-qualitative";
            default -> "assay-result";
        };
    }
}
