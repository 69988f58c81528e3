package dev.effe.server.app;

import dev.effe.server.app.yaml.Faults;
import dev.effe.server.app.yaml.Place;
import dev.effe.server.app.yaml.Value;

/**
 * A text with where it is written, for what is checked against the rest of the file.
 *
 * @param text the text: the name of a function or topic, or a route
 * @param path as messages name it: {@code functions.orders.calls[0]}
 * @param place where it is
 */
public record Mention(String text, String path, Place place) {

    static Mention of(String text, Value value) {
        return new Mention(text, value.path(), value.place());
    }

    void fault(Faults faults, String message) {
        faults.add(place, path + " " + message);
    }
}
