package dev.effe.server.events;

import static dev.effe.server.settings.ValueTypes.destinationOrOff;
import static dev.effe.server.settings.ValueTypes.pathOrOff;

import dev.effe.server.settings.Rows;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of where records of events go. Immutable.
 *
 * @param onSuccess gets a record of each event that succeeds; empty for nobody
 * @param onFailure gets a record of each event that is given up; empty for nobody
 * @param deadLetter gets each event that is given up itself; empty for nobody
 * @param headers the file of headers that go to those of them that are on the web; empty for none
 */
public record DestinationSettings(
        Optional<URI> onSuccess, Optional<URI> onFailure, Optional<URI> deadLetter, Optional<Path> headers) {

    static DestinationSettings of(Rows rows) {
        return new DestinationSettings(
                rows.value("on-success", destinationOrOff(), "off", "Where a record of each event that succeeds goes."),
                rows.value(
                        "on-failure", destinationOrOff(), "off", "Where a record of each event that is given up goes."),
                rows.value("dead-letter", destinationOrOff(), "off", "Where each event that is given up goes itself."),
                rows.value(
                        "destination-header-file",
                        pathOrOff(),
                        "off",
                        "Headers for web destinations: Authorization: Bearer abc."));
    }

    /** The place of a receiver, if it is to be told. */
    Optional<URI> of(Receiver receiver) {
        return switch (receiver) {
            case FUNCTION -> Optional.empty();
            case ON_SUCCESS -> onSuccess;
            case ON_FAILURE -> onFailure;
            case DEAD_LETTER -> deadLetter;
        };
    }
}
