package dev.effe.tool.deploy.plan;

import dev.effe.server.settings.UsageException;
import dev.effe.server.settings.ValueTypes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a promotion. Immutable.
 *
 * @param shares of the calls that the new version gets, one after the other, each between 0 and 1; none for all at once
 * @param every how long each step lasts
 * @param mostErrors the largest share of errors with which it goes on
 */
public record Steps(List<Double> shares, Duration every, double mostErrors) {

    private static final String PERCENT = "(0|[1-9][0-9]?)(\\.[0-9]{1,2})?%";

    /** Copies the list. */
    public Steps {
        shares = List.copyOf(shares);
    }

    /**
     * Reads the values of the options.
     *
     * @throws UsageException if one is none
     */
    public static Steps of(Optional<String> steps, String every, String mostErrors) {
        Duration time = ValueTypes.longTime("1s", "1d").parse(every);
        if (time == null) {
            throw new UsageException("--every must be a duration from 1s to 1d, such as 5m, but was \"" + every + "\"");
        }
        List<Double> shares = new ArrayList<>();
        for (String step : steps.isPresent() ? steps.get().split(",", -1) : new String[0]) {
            double share = share("--steps", step.strip());
            if (share <= (shares.isEmpty() ? 0 : shares.get(shares.size() - 1))) {
                throw new UsageException("--steps must ascend, such as 10%,50%, but was \"" + steps.get() + "\"");
            }
            shares.add(share);
        }
        return new Steps(shares, time, share("--abort-errors", mostErrors));
    }

    private static double share(String option, String text) {
        if (!text.matches(PERCENT)) {
            throw new UsageException(option + " must be a percentage below 100, such as 10%, but was \"" + text + "\"");
        }
        return new BigDecimal(text.substring(0, text.length() - 1))
                .movePointLeft(2)
                .doubleValue();
    }
}
