package dev.effe.tool.deploy.template;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.Desired;
import dev.effe.tool.deploy.plan.UrlPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template of AWS SAM: what a deployment would make on AWS, and routes, which an HTTP API of API Gateway has. A secret
 * is a parameter, so that its value is in no file. Confined to one thread.
 */
public final class SamTemplate {

    private static final String HEAD = "# Made by effe template sam, which replaces it the next time.\n";
    private static final String PROPERTIES = "Properties";
    private static final String TYPE = "Type";

    private final String application;
    private final String alias;
    private final LogicalNames names = new LogicalNames();
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final Map<String, Object> resources = new LinkedHashMap<>();
    private final Map<String, Object> outputs = new LinkedHashMap<>();

    /**
     * A template without functions.
     *
     * @param application its name
     * @param alias that is to lead to the newest version
     */
    public SamTemplate(String application, String alias) {
        this.application = application;
        this.alias = alias;
    }

    /**
     * Adds a function.
     *
     * @param codeFile the zip of its code, beside the template
     * @throws ToolException if its name cannot be told from another's
     */
    public void add(FunctionEntry function, Desired desired, String codeFile) throws ToolException {
        String id = names.of(function.name());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("FunctionName", desired.name());
        properties.put("CodeUri", codeFile);
        properties.putAll(desired.fields(Optional.empty()));
        Map<String, Object> variables = variables(desired);
        properties.remove("Environment");
        if (!variables.isEmpty()) {
            properties.put("Environment", Map.of("Variables", variables));
        }
        properties.put("AutoPublishAlias", alias);
        properties.put("AutoPublishAliasAllProperties", true);
        desired.url().ifPresent(url -> {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("AuthType", "NONE");
            Map<String, Object> cors = UrlPlan.cors(url);
            if (!cors.isEmpty()) {
                config.put("Cors", cors);
            }
            properties.put("FunctionUrlConfig", config);
            outputs.put(id + "Url", Map.of("Value", Map.of("Fn::GetAtt", List.of(id + "Url", "FunctionUrl"))));
        });
        if (!function.links().routes().isEmpty()) {
            properties.put("Events", events(function.links().routes()));
        }
        resources.put(id, typed("AWS::Serverless::Function", PROPERTIES, properties));
    }

    /** The variables, a secret as the parameter that has its value. */
    private Map<String, Object> variables(Desired desired) throws ToolException {
        Map<String, Object> variables = new LinkedHashMap<>(desired.environment());
        for (String secret : desired.secrets().stream().sorted().toList()) {
            String parameter = names.of(desired.function() + "." + secret);
            variables.put(secret, Map.of("Ref", parameter));
            Map<String, Object> described = typed("String", "NoEcho", true);
            described.put("Description", secret + " of " + desired.function());
            parameters.put(parameter, described);
        }
        return variables;
    }

    private static Map<String, Object> events(List<Mention> routes) {
        Map<String, Object> events = new LinkedHashMap<>();
        for (Mention route : routes) {
            String[] parts = route.text().split(" ", 2);
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("Method", parts[0].equals("*") ? "ANY" : parts[0]);
            properties.put("Path", parts[1].replace("...}", "+}"));
            events.put("Route" + (events.size() + 1), typed("HttpApi", PROPERTIES, properties));
        }
        return events;
    }

    private static Map<String, Object> typed(String type, String key, Object value) {
        Map<String, Object> typed = new LinkedHashMap<>();
        typed.put(TYPE, type);
        typed.put(key, value);
        return typed;
    }

    /** The parameters, one for each secret. */
    public List<String> parameters() {
        return List.copyOf(parameters.keySet());
    }

    /** The file. */
    public String text() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("AWSTemplateFormatVersion", "2010-09-09");
        file.put("Transform", "AWS::Serverless-2016-10-31");
        file.put("Description", application);
        if (!parameters.isEmpty()) {
            file.put("Parameters", parameters);
        }
        file.put("Resources", resources);
        if (!outputs.isEmpty()) {
            file.put("Outputs", outputs);
        }
        return HEAD + BlockYaml.of(file);
    }
}
