package dev.effe.server.app;

import dev.effe.server.app.yaml.Kind;
import dev.effe.server.app.yaml.Value;
import dev.effe.server.settings.ValueTypes;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The kinds of names, paths and addresses in the file. */
final class Names {

    /** A name of an application, function, topic, group or target: consumer groups and Kafka topics begin with it. */
    static final Kind<String> NAME =
            Kind.matching("[a-z][a-z0-9-]{0,38}", "a to z, then at most 38 of a to z, 0 to 9 and -");

    static final Kind<String> VARIABLE =
            Kind.matching("[A-Za-z_][A-Za-z0-9_]*", "the name of a variable: letters, digits and _");

    static final Kind<String> DEPLOYED = Kind.matching("[a-zA-Z0-9_-]{1,64}", "1 to 64 letters, digits, - and _");

    static final Kind<String> ALIAS =
            Kind.matching("(?![0-9]+$)[a-zA-Z0-9_-]{1,128}", "1 to 128 letters, digits, - and _, and no number");

    static final Kind<URI> ADDRESS =
            new Kind<>(ValueTypes.server()::parse, "the address of a server, such as http://stock:8080");

    static final Kind<Path> PATH = new Kind<>(Names::path, "a path");

    private Names() {}

    private static @Nullable Path path(String text) {
        try {
            return text.isBlank() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** A path from the file's folder; null if it is none. */
    static @Nullable Path pathOf(Value value) {
        Path path = value.as(PATH);
        return path == null ? null : value.place().resolve(path);
    }

    /** The entries whose name is of a kind; for the others a fault is added. */
    static Map<String, Value> named(Map<String, Value> values, Kind<String> kind) {
        Map<String, Value> named = new LinkedHashMap<>();
        Predicate<String> allowed = name -> kind.parse().apply(name) != null;
        values.forEach((name, value) -> {
            if (allowed.test(name)) {
                named.put(name, value);
            } else {
                value.keyFault("has a name that is not allowed: it must be " + kind.allowed());
            }
        });
        return named;
    }

    /** The texts of a map with keys of the user's own. */
    static Map<String, String> texts(Map<String, Value> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String text = value.text();
            if (text != null) {
                texts.put(name, text);
            }
        });
        return texts;
    }
}
