package dev.effe.server.invoke;

import static dev.effe.server.settings.ValueTypes.onOff;
import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.pathOrOff;
import static dev.effe.server.settings.ValueTypes.portNumber;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.SettingsConflict;
import dev.effe.server.settings.Text;
import dev.effe.server.settings.TextList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of AWS Lambda's Invoke API. Immutable.
 *
 * @param onMainPort whether the main port serves it
 * @param port the TCP port that serves it alone, 0 for a free one; empty for none
 * @param host the interface of that port; "" for all
 * @param hosts the names under which it is served besides localhost and IP addresses, {@code *} for all
 * @param keys the file of the keys of which its clients must sign with one; empty if they need not sign
 */
public record InvokeSettings(
        boolean onMainPort, Optional<Integer> port, String host, List<String> hosts, Optional<Path> keys) {

    public InvokeSettings {
        if (keys.isPresent() && !onMainPort && port.isEmpty()) {
            throw SettingsConflict.needs("lambda-keys", "lambda-api", "on, or lambda-port");
        }
    }

    public static InvokeSettings of(Rows rows) {
        Rows invoke = rows.under(Group.INVOKE);
        return new InvokeSettings(
                invoke.value("lambda-api", onOff(), "off", "The Invoke API is served on the main port."),
                invoke.value(
                        "lambda-port",
                        orOff(portNumber()),
                        "off",
                        "TCP port that serves the Invoke API alone; 0: a free one."),
                invoke.value(
                        "lambda-host",
                        Text.HOST,
                        "127.0.0.1",
                        "Interface of the Invoke API's port; empty: all of them."),
                invoke.value(
                        "lambda-hosts",
                        TextList.HOSTS,
                        "",
                        "Names of the Invoke API, besides localhost and IP addresses."),
                invoke.value(
                        "lambda-keys",
                        pathOrOff(),
                        "off",
                        "File of keys, ID and SECRET in each line; off: nobody signs."));
    }

    /** True if it is served anywhere. */
    public boolean isServed() {
        return onMainPort || port.isPresent();
    }
}
