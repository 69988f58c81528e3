package dev.effe.server.cli;

import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.orOff;

import dev.effe.server.settings.Ratio;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import java.util.Optional;

/**
 * The settings of traces. Immutable.
 *
 * @param kept how many whole traces are kept in memory; empty for none
 * @param sample the part of the traces that begin here that is kept, from 0 to 1
 */
public record TraceSettings(Optional<Integer> kept, double sample) {

    static TraceSettings of(Rows rows) {
        Rows traces = rows.under(Group.TRACES);
        return new TraceSettings(
                traces.value(
                        "traces",
                        orOff(number(1, 100_000)),
                        "off",
                        "Traces kept in memory for effe trace, in 8 MiB at most."),
                traces.value("trace-sample", new Ratio(), "1", "Part of the traces kept; callers decide for theirs."));
    }
}
