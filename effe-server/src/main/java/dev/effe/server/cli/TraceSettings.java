package dev.effe.server.cli;

import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.pathOrOff;
import static dev.effe.server.settings.ValueTypes.serverOrOff;

import dev.effe.server.settings.Ratio;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of traces. Immutable.
 *
 * @param kept how many whole traces are kept in memory; empty for none
 * @param sample the part of the traces that begin here that is kept and exported, from 0 to 1
 * @param endpoint the collector that spans are exported to by OTLP; empty for none
 * @param headers the file of the headers that the collector wants; empty for none
 */
public record TraceSettings(Optional<Integer> kept, double sample, Optional<URI> endpoint, Optional<Path> headers) {

    static TraceSettings of(Rows rows) {
        Rows traces = rows.under(Group.TRACES);
        return new TraceSettings(
                traces.value(
                        "traces",
                        orOff(number(1, 100_000)),
                        "off",
                        "Traces kept in memory for effe trace, in 8 MiB at most."),
                traces.value("trace-sample", new Ratio(), "1", "Part of the traces kept; callers decide for theirs."),
                traces.value("otlp-endpoint", serverOrOff(), "off", "Collector of spans, by OTLP: http://host:4318."),
                traces.value(
                        "otlp-header-file", pathOrOff(), "off", "Headers for it: Authorization: Bearer … in a line."));
    }

    /** True if requests are traced. */
    public boolean isOn() {
        return kept.isPresent() || endpoint.isPresent();
    }
}
