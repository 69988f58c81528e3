package dev.effe.server.app;

import dev.effe.server.app.Store.Login;
import dev.effe.server.app.yaml.Fields;
import dev.effe.server.app.yaml.Kind;
import dev.effe.server.app.yaml.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads where topics are kept. */
final class StoreReader {

    private static final Kind<Store.Kind> KIND = new Kind<>(
            text -> switch (text) {
                case "file" -> Store.Kind.FILE;
                case "postgres" -> Store.Kind.POSTGRES;
                case "kafka" -> Store.Kind.KAFKA;
                default -> null;
            },
            "file, postgres or kafka");
    private static final Kind<String> URL =
            Kind.matching("jdbc:postgresql:.+", "the URL of a database, such as jdbc:postgresql://db/shop");
    private static final Kind<String> BROKERS = Kind.matching(
            "[^\\s,:]+:\\d+(,[^\\s,:]+:\\d+)*", "host:port of brokers, such as kafka-1:9092,kafka-2:9092");
    private static final Kind<String> SCHEMA =
            Kind.matching("[a-z_][a-z0-9_]{0,62}", "the name of a schema: a to z, 0 to 9 and _");

    private static final List<String> OF_POSTGRES = List.of("url", "schema");
    private static final List<String> OF_KAFKA = List.of("brokers", "replication", "properties");
    private static final List<String> OF_SERVERS = List.of("user", "password-file");

    private StoreReader() {}

    /** The store; empty if its kind cannot be read. */
    static Optional<Store> read(Value value) {
        Fields fields =
                value.fields("kind", "url", "user", "password-file", "schema", "brokers", "replication", "properties");
        Value written = fields.required("kind", "kind: postgres");
        Store.Kind kind = written == null ? null : written.as(KIND);
        if (kind == null) {
            return Optional.empty();
        }
        refuse(fields, OF_POSTGRES, Set.of(Store.Kind.POSTGRES), kind);
        refuse(fields, OF_KAFKA, Set.of(Store.Kind.KAFKA), kind);
        refuse(fields, OF_SERVERS, Set.of(Store.Kind.POSTGRES, Store.Kind.KAFKA), kind);
        Value passwordFile = fields.get("password-file");
        return Optional.of(new Store(
                value.keyPlace(),
                kind,
                server(fields, kind),
                new Login(
                        fields.text("user"),
                        Optional.ofNullable(passwordFile).flatMap(file -> Optional.ofNullable(Names.pathOf(file)))),
                fields.as("schema", SCHEMA).orElse("effe"),
                fields.as("replication", Kind.number(1, 100)).orElse(Store.REPLICATION_OF_BROKERS),
                properties(fields)));
    }

    private static Map<String, String> properties(Fields fields) {
        return Names.texts(fields.entries("properties", "{security.protocol: SSL}"));
    }

    private static Optional<String> server(Fields fields, Store.Kind kind) {
        if (kind == Store.Kind.POSTGRES) {
            Value url = fields.required("url", "url: \"jdbc:postgresql://db/shop\"");
            return url == null ? Optional.empty() : Optional.ofNullable(url.as(URL));
        }
        if (kind == Store.Kind.KAFKA) {
            Value brokers = fields.required("brokers", "brokers: kafka:9092");
            return brokers == null ? Optional.empty() : Optional.ofNullable(brokers.as(BROKERS));
        }
        return Optional.empty();
    }

    private static void refuse(Fields fields, List<String> keys, Set<Store.Kind> kinds, Store.Kind kind) {
        for (String key : keys) {
            Value value = fields.get(key);
            if (value != null && !kinds.contains(kind)) {
                String names = kinds.stream()
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(" or "));
                value.keyFault("is for the store of kind " + names + " only");
            }
        }
    }
}
