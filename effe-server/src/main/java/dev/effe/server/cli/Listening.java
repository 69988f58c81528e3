package dev.effe.server.cli;

import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.portNumber;

import dev.effe.server.http.edge.EdgeSettings;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.SettingsConflict;
import dev.effe.server.settings.SocketPath;
import dev.effe.server.settings.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the port that requests come to. Immutable.
 *
 * @param host its interface; "" for all
 * @param port its TCP port; 0 picks a free one
 * @param socket the unix socket that is there in place of a TCP port; empty for none
 * @param healthPrefix where health is on it, without a slash at its end; "" for nowhere
 * @param edge what stands in front of HTTP on it
 */
public record Listening(String host, int port, Optional<Path> socket, String healthPrefix, EdgeSettings edge) {

    static Listening of(Rows rows) {
        Rows listening = rows.under(Group.LISTENING);
        Listening settings = new Listening(
                listening.value("host", Text.HOST, "", "Interface to listen on; empty: all of them."),
                listening.value("port", portNumber(), "8080", "TCP port; 0: a free one. The variable PORT counts too."),
                listening.value(
                        "socket", orOff(new SocketPath()), "off", "Unix socket for requests, in place of a TCP port."),
                listening.value(
                        "health-prefix",
                        Text.PATH_PREFIX,
                        "/_effe",
                        "Where health is on the main port; empty: nowhere."),
                EdgeSettings.of(rows));
        if (settings.socket.isPresent()) {
            settings.refuseWhatIsOfAPort(rows);
        }
        return settings;
    }

    /** A unix socket has neither an interface nor strangers; and nobody is to think that a port is open. */
    private void refuseWhatIsOfAPort(Rows rows) {
        for (String other : List.of("port", "host")) {
            if (rows.isGiven(other)) {
                throw SettingsConflict.both("socket", other);
            }
        }
        if (edge.tls().isPresent()) {
            throw SettingsConflict.both("socket", "tls-cert");
        }
        if (edge.proxies().isPresent()) {
            throw SettingsConflict.both("socket", "proxy-protocol");
        }
    }
}
