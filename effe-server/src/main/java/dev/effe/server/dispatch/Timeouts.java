package dev.effe.server.dispatch;

import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.positiveTime;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import java.time.Duration;
import java.util.Optional;

/**
 * The time that a call may take.
 *
 * @param call until it is over, or the first byte of its answer is on its way
 * @param stream from that byte on
 * @param slow after which the log says where it is; empty for never
 */
public record Timeouts(Duration call, Duration stream, Optional<Duration> slow) {

    /** The same without a word about slow calls. */
    public Timeouts(Duration call, Duration stream) {
        this(call, stream, Optional.empty());
    }

    public static Timeouts of(Rows rows) {
        Rows load = rows.under(Group.LOAD);
        return new Timeouts(
                load.value("timeout", positiveTime(), "30s", "Longest run of a request; then it gets 504."),
                load.value(
                        "stream-timeout",
                        positiveTime(),
                        "15m",
                        "Longest stream from its first byte on; then it is cut."),
                load.value(
                        "slow", orOff(positiveTime()), "off", "Time of a call after which the log says where it is."));
    }
}
