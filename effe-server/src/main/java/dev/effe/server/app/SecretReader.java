package dev.effe.server.app;

import dev.effe.server.app.FunctionEntry.Secret;
import dev.effe.server.app.yaml.Fields;
import dev.effe.server.app.yaml.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads where the values of secret variables are; never the values. */
final class SecretReader {

    private SecretReader() {}

    static Map<String, Secret> read(Fields function, Set<String> plain) {
        Map<String, Secret> secrets = new LinkedHashMap<>();
        Names.named(function.entries("secrets", "{DB_PASSWORD: {env: DB_PASSWORD}}"), Names.VARIABLE)
                .forEach((name, value) -> {
                    secrets.put(name, secret(value));
                    if (plain.contains(name)) {
                        value.keyFault("is in environment too: a variable has one value");
                    }
                });
        return secrets;
    }

    private static Secret secret(Value value) {
        if (!value.isMap()) {
            // Without the value, which may be the secret itself.
            value.fault("must say where the secret is, {env: DB_PASSWORD} or {file: password.txt}, and not the secret");
            return new Secret(Optional.empty(), Optional.empty(), value.place());
        }
        Fields fields = value.fields("env", "file");
        Value file = fields.get("file");
        if ((fields.get("env") == null) == (file == null)) {
            value.keyFault("must have one of env and file, such as {env: DB_PASSWORD}");
        }
        Optional<Path> path = Optional.ofNullable(file).flatMap(named -> Optional.ofNullable(Names.pathOf(named)));
        return new Secret(fields.as("env", Names.VARIABLE), path, value.place());
    }
}
