package dev.effe.tool.create;

import dev.effe.server.settings.UsageException;
import dev.effe.server.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of projects, each with the example that a project of it is made of. */
enum ProjectType {
    HTTP("hello", "Hello", "a function that answers HTTP requests, with a context for each that runs", "GET", "/"),
    JSON("json", "Greeting", "a function with JSON in and out", "POST", "{\"name\": \"Ada\"}"),
    ARGS("args", "Greeting", "a function with named arguments", "GET", "/?name=Ada"),
    LAMBDA("handler", "Greeting", "an AWS Lambda handler behind a Function URL", "GET", "/?name=Ada"),
    APP("shop", null, "an application of three functions", "POST", "{\"item\": \"cake\", \"count\": 2}");

    private static final List<String> SHOP =
            List.of("Nightly", "Order", "Orders", "PlacingOrders", "Prices", "Receipt", "Report", "Stock");

    private final String example;
    private final @Nullable String function;
    private final String description;
    private final String method;
    private final String sent;

    ProjectType(String example, @Nullable String function, String description, String method, String sent) {
        this.example = example;
        this.function = function;
        this.description = description;
        this.method = method;
        this.sent = sent;
    }

    /** The type of this name. */
    static ProjectType of(String name) {
        for (ProjectType type : values()) {
            if (type.toString().equals(name)) {
                return type;
            }
        }
        List<String> names = Arrays.stream(values()).map(ProjectType::toString).toList();
        String nearest = Nearest.to(name, names);
        throw new UsageException("--type must be one of " + String.join(", ", names) + ", but was " + name
                + (nearest == null ? "" : ": did you mean " + nearest + "?"));
    }

    /** The example: its folder, its artifact, and the last part of its package. */
    String example() {
        return example;
    }

    /** The example's class that gets the project's name; null if all keep theirs. */
    @Nullable String function() {
        return function;
    }

    String description() {
        return description;
    }

    /** The files of the example that a project has, from the example's folder. */
    List<String> files() {
        String main = "src/main/java/com/example/" + example + "/";
        String test = "src/test/java/com/example/" + example + "/";
        if (this != APP) {
            return List.of("pom.xml", main + function + ".java", test + function + "Test.java");
        }
        List<String> files = SHOP.stream().map(name -> main + name + ".java").collect(Collectors.toList());
        files.addAll(List.of("pom.xml", "effe.yaml", "effe.topics.yaml", "effe.schedules.yaml"));
        files.addAll(List.of(test + "NightlyTest.java", test + "OrdersTest.java", test + "ReportTest.java"));
        return files;
    }

    /** The command that serves a project while it is written. */
    String develop(Project project) {
        return this == LAMBDA ? "effe dev --handler " + project.qualified() : "effe dev";
    }

    /** The command that serves a project, after mvn package. */
    String serve(Project project) {
        String jar = "effe --function target/" + project.name() + ".jar";
        return switch (this) {
            case APP -> "effe --app effe.yaml";
            case LAMBDA -> jar + " --handler " + project.qualified() + " --port 8080";
            default -> jar + " --port 8080";
        };
    }

    /** The command that asks what is served. */
    String ask() {
        String path = this == APP ? "/orders" : "/";
        return method.equals("GET")
                ? "curl 'localhost:8080" + sent + "'"
                : "curl -d '" + sent + "' localhost:8080" + path;
    }

    /** As {@code --type} has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
