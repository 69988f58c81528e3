package dev.effe.server.admin;

import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.pathOrOff;
import static dev.effe.server.settings.ValueTypes.portNumber;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.Text;
import dev.effe.server.settings.TextList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the port for operators. Immutable.
 *
 * @param host its interface; "" for all
 * @param hosts the names that it is called by, besides localhost, IP addresses and host; {@code *} for all
 * @param tokenFile the file of the token that changes and payloads need; empty: this machine's programs need none
 * @param port its TCP port, 0 for a free one; empty for none
 */
public record AdminSettings(String host, List<String> hosts, Optional<Path> tokenFile, Optional<Integer> port) {

    public static AdminSettings of(Rows rows) {
        Rows listening = rows.under(Group.LISTENING);
        return new AdminSettings(
                listening.value(
                        "admin-host", Text.HOST, "127.0.0.1", "Interface of the admin port; empty: all of them."),
                listening.value(
                        "admin-hosts",
                        TextList.HOSTS,
                        "",
                        "Names of the admin port, besides localhost and IP addresses."),
                listening.value(
                        "admin-token-file",
                        pathOrOff(),
                        "off",
                        "File of the token for changes; off: from this machine only."),
                listening.value(
                        "admin-port",
                        orOff(portNumber()),
                        "off",
                        "TCP port for metrics, health and info; 0: a free one."));
    }
}
