package dev.effe.tool.remote;

import dev.effe.server.cli.ToolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Makes changes one after the other. A host has done one when it answers; AWS goes on for some seconds, refuses the next
 * one meanwhile, and a version cannot be called before its own is done. Thread-safe.
 */
final class Updates {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int MOST_LOOKS = 300;
    private static final int TRIES = 5;
    private static final String UPDATE = "LastUpdateStatus";
    private static final String STATE = "State";

    private final LambdaClient client;

    Updates(LambdaClient client) {
        this.client = client;
    }

    /** A change, which may be refused. */
    interface Change {
        Map<String, Object> send() throws IOException;
    }

    /**
     * Makes a change, again if another one is under way, which may be another program's.
     *
     * @param configuration the path at which the state of the function is
     */
    Map<String, Object> make(String configuration, Change change) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return change.send();
            } catch (ApiException e) {
                if (!e.is("ResourceConflictException") || tries == TRIES) {
                    throw e;
                }
            }
            client.pause().of(BETWEEN_LOOKS);
            idle(configuration, client.send("GET", configuration, null));
        }
    }

    /**
     * Waits until a change is done.
     *
     * @param answer to it, which may already say so
     * @throws ToolException if it came to nothing
     */
    void settled(String configuration, Map<String, Object> answer) throws IOException {
        Map<String, Object> state = idle(configuration, answer);
        if (JsonFields.text(state, UPDATE).equals("Failed")
                || JsonFields.text(state, STATE).equals("Failed")) {
            throw new ToolException(
                    JsonFields.text(state, "LastUpdateStatusReason") + JsonFields.text(state, "StateReason"));
        }
    }

    private Map<String, Object> idle(String configuration, Map<String, Object> answer) throws IOException {
        Map<String, Object> state = answer;
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            boolean busy = JsonFields.text(state, UPDATE).equals("InProgress")
                    || JsonFields.text(state, STATE).equals("Pending");
            if (!busy) {
                return state;
            }
            client.pause().of(BETWEEN_LOOKS);
            state = client.send("GET", configuration, null);
        }
        throw new ToolException("An update is not done after " + MOST_LOOKS + " s: once it is, effe deploy goes on");
    }
}
