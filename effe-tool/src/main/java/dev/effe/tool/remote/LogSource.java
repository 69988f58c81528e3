package dev.effe.tool.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A place that has the logs of functions. Thread-safe. */
public interface LogSource {

    /** The logs at a place, read with the key of this user. */
    static LogSource at(Endpoint endpoint, AwsProfile profile, Pause pause) {
        return endpoint.host()
                ? new HostLogs(LambdaClient.of(endpoint, profile, pause))
                : new AwsLogs(LambdaClient.of(endpoint, profile, pause, AwsService.LOGS));
    }

    /**
     * Reads the lines of a function, in their order.
     *
     * @param function the name that it is deployed by
     * @param since how far back
     * @param follow whether to go on with those that come; it does not end then but by a failure
     * @throws IOException if the place cannot be reached, or refuses it
     */
    void read(String function, Duration since, boolean follow, Consumer<LogEvent> to) throws IOException;
}
