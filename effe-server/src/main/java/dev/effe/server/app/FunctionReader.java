package dev.effe.server.app;

import dev.effe.server.app.FunctionEntry.Deployment;
import dev.effe.server.app.FunctionEntry.FunctionUrl;
import dev.effe.server.app.FunctionEntry.Links;
import dev.effe.server.app.FunctionEntry.Program;
import dev.effe.server.app.FunctionEntry.Values;
import dev.effe.server.app.yaml.Fields;
import dev.effe.server.app.yaml.Kind;
import dev.effe.server.app.yaml.Value;
import dev.effe.server.cli.SettingsTable;
import dev.effe.server.settings.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a function. */
final class FunctionReader {

    private static final Kind<String> RUNTIME = Kind.matching(
            "(java|nodejs|python|ruby|dotnet|provided)[a-z0-9.]*",
            "a name such as java21, nodejs20.x, python3.12, ruby3.3, dotnet8 or provided.al2023");
    private static final Kind<Integer> MEMORY = Kind.number(128, 32_768);

    private FunctionReader() {}

    static FunctionEntry read(String name, Value value) {
        Fields fields = value.fields(
                "code",
                "handler",
                "logic",
                "address",
                "routes",
                "calls",
                "appends",
                "triggers",
                "settings",
                "set",
                "envelope",
                "environment",
                "secrets",
                "memory",
                "runtime",
                "build",
                "as",
                "url");
        return new FunctionEntry(
                name, value.keyPlace(), program(fields), links(name, fields), values(fields), deployment(fields));
    }

    private static Program program(Fields fields) {
        Value code = fields.required("code", "code: target/function.jar");
        List<Value> written = code == null ? List.of() : code.isList() ? code.items("[a.jar, b.jar]") : List.of(code);
        if (code != null && written.isEmpty()) {
            code.keyFault("is empty: it must be a jar, a folder, or a list of them");
        }
        List<Mention> paths = new ArrayList<>();
        for (Value value : written) {
            Path path = Names.pathOf(value);
            if (path != null) {
                paths.add(Mention.of(path.toString(), value));
            }
        }
        Value handler = fields.get("handler");
        if (handler != null && fields.get("logic") != null) {
            handler.keyFault("excludes logic: a function is one of the two");
        }
        return new Program(
                paths,
                handler == null ? fields.as("logic", ofSetting("logic")) : Optional.empty(),
                fields.as("handler", ofSetting("handler")),
                fields.as("address", Names.ADDRESS),
                fields.as("envelope", Kind.oneOf("on", "off")).map(text -> text.equals("on")));
    }

    /** Text that is a value of a setting and not empty. */
    private static Kind<String> ofSetting(String name) {
        Setting<?> row = Objects.requireNonNull(SettingsTable.find(name));
        return new Kind<>(
                text -> text.isEmpty() || row.type().parse(text) == null ? null : text,
                row.type().allowed().replace("empty or ", ""));
    }

    private static Links links(String name, Fields fields) {
        List<Trigger> triggers = new ArrayList<>();
        for (Value trigger : fields.items("triggers", "[{topic: placed}]")) {
            TriggerReader.read(name, trigger).ifPresent(triggers::add);
        }
        return new Links(
                mentions(fields.items("routes", "[POST /orders, \"GET /orders/{id}\"]")),
                mentions(fields.items("calls", "[stock]")),
                mentions(fields.items("appends", "[placed]")),
                triggers);
    }

    private static List<Mention> mentions(List<Value> values) {
        Map<String, Mention> mentions = new LinkedHashMap<>();
        for (Value value : values) {
            String text = value.text();
            if (text != null && mentions.putIfAbsent(text, Mention.of(text, value)) != null) {
                value.fault("names " + text + " once more");
            }
        }
        return List.copyOf(mentions.values());
    }

    private static Values values(Fields fields) {
        Value settings = fields.get("settings");
        Map<String, Mention> environment = new LinkedHashMap<>();
        Names.named(fields.entries("environment", "{TABLE: orders}"), Names.VARIABLE)
                .forEach((name, value) -> {
                    String text = value.text();
                    if (text != null) {
                        environment.put(name, Mention.of(text, value));
                    }
                });
        return new Values(
                settings == null ? Map.of() : SettingsReader.ofFunction(settings),
                Names.texts(fields.entries("set", "{currency: EUR}")),
                environment,
                SecretReader.read(fields, environment.keySet()));
    }

    private static Deployment deployment(Fields fields) {
        Value runtime = fields.get("runtime");
        Optional<Mention> named = fields.as("runtime", RUNTIME)
                .flatMap(text -> Optional.ofNullable(runtime).map(value -> Mention.of(text, value)));
        return new Deployment(
                fields.as("as", Names.DEPLOYED),
                named,
                fields.as("memory", MEMORY).map(OptionalInt::of).orElse(OptionalInt.empty()),
                fields.text("build"),
                Optional.ofNullable(fields.get("url")).map(FunctionReader::url));
    }

    private static FunctionUrl url(Value value) {
        Value cors = value.fields("cors").get("cors");
        Map<String, List<String>> rules = new LinkedHashMap<>();
        if (cors != null) {
            Fields fields = cors.fields("origins", "methods", "headers", "expose-headers", "max-age", "credentials");
            for (String list : List.of("origins", "methods", "headers", "expose-headers")) {
                List<String> texts = mentions(fields.items(list, "[\"*\"]")).stream()
                        .map(Mention::text)
                        .toList();
                rules.put(list, texts);
            }
            fields.as("max-age", Kind.duration("0s", "24h"))
                    .ifPresent(age -> rules.put("max-age", List.of(age.toSeconds() + "s")));
            fields.as("credentials", Kind.oneOf("on", "off"))
                    .ifPresent(text -> rules.put("credentials", List.of(text)));
        }
        return new FunctionUrl(rules);
    }
}
