package dev.effe.host.api;

import dev.effe.host.model.Arn;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.VersionConfig;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The description of a version in the fields of AWS's, FunctionConfiguration. Stateless. */
final class ConfigurationJson {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private static final List<String> NOT_IN_LISTS = List.of("State", "LastUpdateStatus");

    private ConfigurationJson() {}

    /** @param arn as the client is to see it */
    static Map<String, Object> of(FunctionState state, FunctionVersion version, Arn arn) {
        VersionConfig config = version.config();
        Map<String, Object> kept = config.kept();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("FunctionName", state.name());
        fields.put("FunctionArn", arn.toString());
        fields.put("Runtime", config.runtime());
        fields.put("Role", kept.getOrDefault("Role", ""));
        fields.put("Handler", config.handler());
        fields.put("CodeSize", config.code().size());
        fields.put("Description", version.description());
        fields.put("Timeout", config.timeoutSeconds());
        fields.put("MemorySize", config.memoryMb());
        fields.put("LastModified", TIME.format(version.modified()));
        fields.put("CodeSha256", config.code().base64());
        fields.put("Version", version.version());
        if (kept.get("VpcConfig") instanceof Map<?, ?> vpc) {
            Map<String, Object> shown = new LinkedHashMap<>();
            vpc.forEach((name, value) -> shown.put(String.valueOf(name), value));
            shown.put("VpcId", "");
            fields.put("VpcConfig", shown);
        }
        if (!config.environment().isEmpty()) {
            fields.put("Environment", Map.of("Variables", config.environment()));
        }
        if (kept.containsKey("KMSKeyArn")) {
            fields.put("KMSKeyArn", kept.get("KMSKeyArn"));
        }
        fields.put("TracingConfig", kept.getOrDefault("TracingConfig", Map.of("Mode", "PassThrough")));
        fields.put("RevisionId", version.revisionId());
        fields.put("State", "Active");
        fields.put("LastUpdateStatus", "Successful");
        fields.put("PackageType", "Zip");
        fields.put("Architectures", kept.getOrDefault("Architectures", List.of("x86_64")));
        fields.put("EphemeralStorage", kept.getOrDefault("EphemeralStorage", Map.of("Size", 512)));
        fields.put("SnapStart", snapStart(kept));
        fields.put("LoggingConfig", logging(state, kept));
        return fields;
    }

    /** The same as lists have it. */
    static Map<String, Object> listed(FunctionState state, FunctionVersion version, Arn arn) {
        Map<String, Object> fields = of(state, version, arn);
        NOT_IN_LISTS.forEach(fields::remove);
        return fields;
    }

    private static Map<String, Object> snapStart(Map<String, Object> kept) {
        Object applyOn = kept.get("SnapStart") instanceof Map<?, ?> wanted ? wanted.get("ApplyOn") : null;
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("ApplyOn", applyOn == null ? "None" : applyOn);
        shown.put("OptimizationStatus", "Off");
        return shown;
    }

    private static Map<String, Object> logging(FunctionState state, Map<String, Object> kept) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("LogFormat", "Text");
        shown.put("LogGroup", "/aws/lambda/" + state.name());
        if (kept.get("LoggingConfig") instanceof Map<?, ?> wanted) {
            wanted.forEach((name, value) -> shown.put(String.valueOf(name), value));
        }
        return shown;
    }
}
