package dev.effe.server.dispatch;

import static dev.effe.server.settings.ValueTypes.positiveTime;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import java.time.Duration;

/**
 * The time that a call may take.
 *
 * @param call until it is over, or the first byte of its answer is on its way
 * @param stream from that byte on
 */
public record Timeouts(Duration call, Duration stream) {

    public static Timeouts of(Rows rows) {
        Rows load = rows.under(Group.LOAD);
        return new Timeouts(
                load.value("timeout", positiveTime(), "30s", "Longest run of a request; then it gets 504."),
                load.value(
                        "stream-timeout",
                        positiveTime(),
                        "15m",
                        "Longest stream from its first byte on; then it is cut."));
    }
}
