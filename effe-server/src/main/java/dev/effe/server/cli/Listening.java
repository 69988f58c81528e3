package dev.effe.server.cli;

import static dev.effe.server.settings.ValueTypes.portNumber;

import dev.effe.server.http.edge.EdgeSettings;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.Text;

/**
 * The settings of the port that requests come to. Immutable.
 *
 * @param host its interface; "" for all
 * @param port its TCP port; 0 picks a free one
 * @param healthPrefix where health is on it, without a slash at its end; "" for nowhere
 * @param edge what stands in front of HTTP on it
 */
public record Listening(String host, int port, String healthPrefix, EdgeSettings edge) {

    static Listening of(Rows rows) {
        Rows listening = rows.under(Group.LISTENING);
        return new Listening(
                listening.value("host", Text.HOST, "", "Interface to listen on; empty: all of them."),
                listening.value("port", portNumber(), "8080", "TCP port; 0: a free one. The variable PORT counts too."),
                listening.value(
                        "health-prefix",
                        Text.PATH_PREFIX,
                        "/_effe",
                        "Where health is on the main port; empty: nowhere."),
                EdgeSettings.of(rows));
    }
}
