package dev.effe.server.app;

import dev.effe.server.app.yaml.Fields;
import dev.effe.server.app.yaml.Value;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads where commands deploy to. */
final class TargetReader {

    private TargetReader() {}

    static Map<String, Target> read(Fields top) {
        Map<String, Target> targets = new LinkedHashMap<>();
        Names.named(top.entries("targets", "{local: {host: \"http://localhost:7070\"}}"), Names.NAME)
                .forEach((name, value) -> targets.put(name, target(name, value)));
        return targets;
    }

    private static Target target(String name, Value value) {
        Fields fields = value.fields("host", "endpoints", "aws", "kubernetes", "alias");
        long kinds = Stream.of("host", "endpoints", "aws", "kubernetes")
                .filter(key -> fields.get(key) != null)
                .count();
        if (value.isMap() && kinds != 1) {
            value.keyFault(
                    "must have one of host, endpoints, aws and kubernetes, such as {host: \"http://localhost:7070\"}");
        }
        List<URI> hosts = new ArrayList<>();
        fields.as("host", Names.ADDRESS).ifPresent(hosts::add);
        for (Value endpoint : fields.items("endpoints", "[\"https://one.example\", \"https://two.example\"]")) {
            URI address = endpoint.as(Names.ADDRESS);
            if (address != null) {
                hosts.add(address);
            }
        }
        return new Target(
                name,
                value.keyPlace(),
                fields.as("alias", Names.ALIAS),
                hosts,
                texts(fields.get("aws"), "region", "role"),
                texts(fields.get("kubernetes"), "context", "namespace", "image", "base", "platform"));
    }

    private static Map<String, String> texts(@Nullable Value value, String... known) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (value != null) {
            Fields fields = value.fields(known);
            for (String key : known) {
                fields.text(key).ifPresent(text -> texts.put(key, text));
            }
        }
        return texts;
    }
}
