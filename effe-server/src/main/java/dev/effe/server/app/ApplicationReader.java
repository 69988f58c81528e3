package dev.effe.server.app;

import dev.effe.server.app.Application.Topic;
import dev.effe.server.app.yaml.Fields;
import dev.effe.server.app.yaml.Kind;
import dev.effe.server.app.yaml.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the top of the file. */
final class ApplicationReader {

    private static final int MAX_FUNCTIONS = 1000;
    private static final Kind<Integer> LANES = Kind.number(1, 256);
    private static final Kind<String> RETENTION = new Kind<>(
            text -> Kind.duration("1h", "36500d").parse().apply(text) == null ? null : text,
            Kind.duration("1h", "36500d").allowed());

    private ApplicationReader() {}

    /** The application as far as it can be read; the faults of the file say whether that is all of it. */
    static Application read(Value top) {
        Fields fields = top.fields("effe", "name", "functions", "topics", "store", "settings", "retain", "targets");
        Value format = fields.required("effe", "effe: 1");
        if (format != null) {
            format.as(Kind.oneOf("1"));
        }
        Value name = fields.required("name", "name: shop");
        String named = name == null ? null : name.as(Names.NAME);
        Value settings = fields.get("settings");
        return new Application(
                named == null ? "" : named,
                functions(fields),
                topics(fields),
                Optional.ofNullable(fields.get("store")).flatMap(StoreReader::read),
                settings == null ? Map.of() : SettingsReader.ofProcess(settings),
                TargetReader.read(fields),
                fields.as("retain", Kind.number(1, 1000)).orElse(10));
    }

    private static Map<String, FunctionEntry> functions(Fields fields) {
        Map<String, FunctionEntry> functions = new LinkedHashMap<>();
        Value value = fields.required("functions", "functions: {hello: {code: hello.jar}}");
        Map<String, Value> entries = value == null ? Map.of() : value.entries("{hello: {code: hello.jar}}");
        if (value != null && entries.size() > MAX_FUNCTIONS) {
            value.keyFault("has " + entries.size() + " functions: at most " + MAX_FUNCTIONS + " are one application");
            return functions;
        }
        if (value != null && entries.isEmpty() && value.isMap()) {
            value.keyFault("is empty: an application has at least one function, such as hello: {code: hello.jar}");
        }
        Names.named(entries, Names.NAME)
                .forEach((name, function) -> functions.put(name, FunctionReader.read(name, function)));
        return functions;
    }

    private static Map<String, Topic> topics(Fields fields) {
        Map<String, Topic> topics = new LinkedHashMap<>();
        Names.named(fields.entries("topics", "{placed: {lanes: 16}}"), Names.NAME)
                .forEach((name, topic) -> topics.put(name, topic(name, topic)));
        return topics;
    }

    private static Topic topic(String name, Value value) {
        Fields fields = value.fields("lanes", "retention", "max-event");
        return new Topic(
                name,
                value.keyPlace(),
                fields.as("lanes", LANES).orElse(16),
                fields.as("retention", RETENTION.or("forever", "forever")).orElse("forever"),
                fields.as("max-event", Kind.size("1KiB", "16MiB")).orElse(1 << 20));
    }
}
