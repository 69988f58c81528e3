package dev.effe.server.cli;

import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.pathOrOff;
import static dev.effe.server.settings.ValueTypes.time;

import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.log.LogSettings;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.train.Samples;
import dev.effe.server.train.SamplesValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of the process: its threads, its end and what it logs. Immutable.
 *
 * @param train the sample requests that a training run serves before it exits; empty to serve
 * @param trustedCas the PEM file of CAs that outgoing TLS trusts besides Java's; empty for none
 * @param workers the threads that run functions
 * @param drainDelay how long to serve on, not ready, after a signal to stop; may be zero
 * @param drainTimeout how long running requests have to end; may be zero
 * @param logs what is logged, and in what form
 */
public record ProcessSettings(
        Optional<Samples> train,
        Optional<Path> trustedCas,
        WorkerKind workers,
        Duration drainDelay,
        Duration drainTimeout,
        LogSettings logs) {

    static ProcessSettings of(Rows rows) {
        Rows stopping = rows.under(Group.STOPPING);
        return new ProcessSettings(
                rows.under(Group.FUNCTION)
                        .value(
                                "train",
                                orOff(new SamplesValue()),
                                "off",
                                "Serve sample requests, of this file if it is one, and exit."),
                rows.under(Group.LISTENING)
                        .value(
                                "trusted-cas",
                                pathOrOff(),
                                "off",
                                "PEM file of CAs trusted besides Java's, in calls to others."),
                WorkerKind.of(rows),
                stopping.value("drain-delay", time(), "0s", "Time to serve on, not ready, after a signal to stop."),
                stopping.value(
                        "drain-timeout", time(), "30s", "Time for the running requests to end; then they are cut."),
                LogSettings.of(rows));
    }
}
