package io.assayhub.parse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which the variables of an SDTM or SEND dataset are read. SDTM writes a variable of every domain as
 * {@code --ORRES}: in PC it is {@code PCORRES}, in LB {@code LBORRES}. A reader that names {@code --ORRES}, and not the
 * variable itself, finds the one of the dataset's own domain under it. A dataset without a variable DOMAIN has one that
 * holds the domain in its name.
 */
public final class SdtmVariables {
    private static final String DOMAIN = "DOMAIN";
    private static final String ANY_DOMAIN = "--";

    private final List<String> headers;
    private final String added;

    /**
     * @param variables names in the order of the dataset
     * @param dataset its name: the domain (PC), or that and what tells its parts apart (LBCH)
     * @param wanted the names under which columns are read
     */
    public SdtmVariables(List<String> variables, String dataset, Set<String> wanted) {
        String domain = dataset.length() < 2 ? "" : dataset.substring(0, 2).toUpperCase(Locale.ROOT);
        Set<String> own = new HashSet<>(variables);
        headers = new ArrayList<>(variables.size() + 1);
        for (String variable : variables) {
            String general = !domain.isEmpty() && variable.startsWith(domain)
                    ? ANY_DOMAIN + variable.substring(domain.length())
                    : variable;
            boolean asked = wanted.contains(general) && !wanted.contains(variable) && !own.contains(general);
            headers.add(asked ? general : variable);
        }
        added = !domain.isEmpty() && wanted.contains(DOMAIN) && !own.contains(DOMAIN) ? domain : null;
        if (added != null) {
            headers.add(DOMAIN);
        }
    }

    /** The header of the table. */
    public List<String> headers() {
        return headers;
    }

    /** What the last column holds in every row, if it is no variable of the dataset; else null. */
    public String added() {
        return added;
    }
}
