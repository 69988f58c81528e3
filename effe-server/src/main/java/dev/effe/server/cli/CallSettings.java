package dev.effe.server.cli;

import static dev.effe.server.settings.ValueTypes.namedAddresses;
import static dev.effe.server.settings.ValueTypes.number;
import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.pathOrOff;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of calls between the functions of an application. Immutable.
 *
 * @param tokenFile the file of the token that processes of an application know each other by; empty: only programs of this
 *     machine may call functions past their routes
 * @param addresses where the functions are that the one function of the process may call, by their names; those of an
 *     application are in effe.yaml
 * @param loopLimit how deeply calls may be nested; empty for no limit
 */
public record CallSettings(Optional<Path> tokenFile, Map<String, URI> addresses, Optional<Integer> loopLimit) {

    static CallSettings of(Rows rows) {
        return new CallSettings(
                rows.under(Group.LISTENING)
                        .value(
                                "call-token-file",
                                pathOrOff(),
                                "off",
                                "Token file of calls between functions; off: this machine only."),
                rows.under(Group.FUNCTION)
                        .value(
                                "callees",
                                namedAddresses(),
                                "",
                                "Functions elsewhere that it may call, and their addresses."),
                rows.under(Group.LOAD)
                        .value(
                                "loop-limit",
                                orOff(number(1, 1000)),
                                "16",
                                "Depth of nested calls between functions; deeper: 508."));
    }
}
