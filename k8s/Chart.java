import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the Helm chart of the Kustomize base and its Ingress: {@code java k8s/Chart.java}. Lines of both are written once,
 * in the base; each value of the chart is a text of it, which is the value's default.
 */
final class Chart {

    private static final String NAME = "{{ .Release.Name }}-effe";

    /** A text of the base, the value that stands in its place, and how often it is there. */
    private record Value(String file, String pattern, String value, int times) {}

    private static final List<Value> VALUES = List.of(
            new Value("deployment.yaml", "image: (effe-function)", "image", 1),
            new Value("deployment.yaml", "name: EFFE_MAX_CONTEXTS\n +value: \"(\\d+)\"", "maxContexts", 1),
            new Value("deployment.yaml", "cpu: (\\w+)", "cpu", 1),
            new Value("deployment.yaml", "\n +memory: (\\w+)", "memory", 2),
            new Value("hpa.yaml", "minReplicas: (\\d+)", "minReplicas", 1),
            new Value("hpa.yaml", "maxReplicas: (\\d+)", "maxReplicas", 1),
            new Value("hpa.yaml", "averageUtilization: (\\d+)", "cpuUtilization", 1),
            new Value("ingress.yaml", "host(?:: |s:\n +- )(FUNCTION.example.com)", "host", 2));

    private static final String LABELS = """
            $1labels:
            $1  app.kubernetes.io/component: function
            $1  app.kubernetes.io/part-of: effe
            $1  app.kubernetes.io/managed-by: {{ .Release.Service }}
            """;

    private static final String SETTINGS = """
                        {{- range $name, $value := .Values.settings }}
                        - name: {{ $name }}
                          value: {{ $value | quote }}
                        {{- end }}
            """;

    /** Helm refuses what it does not have: a value that is misspelt, a tag in place of a digest, a setting that is there twice. */
    private static final String SCHEMA = """
            {
              "$schema": "http://json-schema.org/draft-07/schema#",
              "type": "object",
              "additionalProperties": false,
              "required": ["image"],
              "properties": {
                "global": {"type": "object"},
                "image": {"type": "string", "pattern": "^[^@ ]+/[^@ ]+@sha256:[0-9a-f]{64}$"},
                "settings": {
                  "type": "object",
                  "propertyNames": {"pattern": "^[A-Z_][A-Z0-9_]*$", "not": {"enum": [@names@]}},
                  "additionalProperties": {"type": "string"}
                },
                "host": {"type": "string"},
                "maxContexts": {"type": "integer", "minimum": 1, "maximum": 100},
                "cpu": {"type": ["string", "number"]},
                "memory": {"type": ["string", "number"]},
                "minReplicas": {"type": "integer", "minimum": 1},
                "maxReplicas": {"type": "integer", "minimum": 1},
                "cpuUtilization": {"type": "integer", "minimum": 1, "maximum": 100}
              }
            }
            """;

    private final Path home;
    private final Path chart;
    private final Map<String, String> defaults = new TreeMap<>();

    private Chart(Path home, Path chart) {
        this.home = home;
        this.chart = chart;
    }

    /** Writes the chart into a folder; {@code k8s/chart} if none is named. */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(System.getProperty("k8s", "k8s"));
        new Chart(home, arguments.length == 0 ? home.resolve("chart") : Path.of(arguments[0])).write();
    }

    private void write() throws IOException {
        Files.createDirectories(chart.resolve("templates"));
        for (String name : List.of("serviceaccount", "deployment", "service", "hpa", "pdb", "networkpolicy")) {
            template(name + ".yaml", home.resolve("base").resolve(name + ".yaml"));
        }
        template("ingress.yaml", home.resolve("components/ingress-haproxy/ingress.yaml"));
        Files.writeString(chart.resolve("Chart.yaml"), """
                apiVersion: v2
                name: effe
                description: A function served by Effe
                type: application
                version: 0.1.0
                """);
        Files.writeString(chart.resolve("values.yaml"), values());
        String deployment = Files.readString(home.resolve("base/deployment.yaml"));
        String names = Pattern.compile("- name: ([A-Z_]+)\n").matcher(deployment).results()
                .map(name -> '"' + name.group(1) + '"')
                .collect(Collectors.joining(", "));
        Files.writeString(chart.resolve("values.schema.json"), SCHEMA.replace("@names@", names));
    }

    private void template(String name, Path file) throws IOException {
        String text = Files.readString(file);
        if (text.contains("{{")) {
            throw new IllegalStateException(file + " has {{, which Helm would read");
        }
        for (Value value : VALUES) {
            if (value.file.equals(name)) {
                text = replaced(text, value);
            }
        }
        text = text.replaceFirst(" *# Replaced by the overlay's images.\n", "");
        // Wherever Kustomize's prefix goes: names of resources, and the label that tells functions apart.
        text = text.replaceAll(
                "(?m)^( *(?:- )?(?:name|app.kubernetes.io/instance|serviceAccountName): )effe$",
                "$1" + Matcher.quoteReplacement(NAME));
        text = text.replace("secretName: effe-tls", "secretName: " + NAME + "-tls");
        text = text.replaceAll("(?m)^( *)labels:\n", LABELS);
        if (name.equals("deployment.yaml")) {
            text = text.replace("          ports:\n", SETTINGS + "          ports:\n");
        }
        if (name.equals("ingress.yaml")) {
            text = "{{- if .Values.host }}\n" + text + "{{- end }}\n";
        }
        Files.writeString(chart.resolve("templates").resolve(name), text);
    }

    private String replaced(String text, Value value) {
        Matcher found = Pattern.compile(value.pattern).matcher(text);
        StringBuilder replaced = new StringBuilder();
        int times = 0;
        int end = 0;
        for (; found.find(); times++) {
            // A text in quotes stays one.
            boolean quoted = text.charAt(found.start(1) - 1) == '"';
            replaced.append(text, end, found.start(1) - (quoted ? 1 : 0))
                    .append("{{ .Values.")
                    .append(value.value)
                    .append(quoted ? " | quote }}" : " }}");
            end = found.end(1) + (quoted ? 1 : 0);
            defaults.put(value.value, found.group(1));
        }
        if (times != value.times) {
            throw new IllegalStateException(value.file + " has " + value.value + " " + times + " times, not "
                    + value.times + ": mend the table of values in Chart.java");
        }
        return replaced.append(text.substring(end)).toString();
    }

    private String values() {
        return """
                # Made by k8s/Chart.java of the Kustomize base, whose values these are.
                # The function's image, by digest: registry.example.com/hello@sha256:...
                image: ""
                # More settings, as environment variables: {EFFE_TIMEOUT: 5s}. The deployment's own are refused.
                settings: {}
                # The host of an Ingress with TLS for HAProxy's controller; without one there is no Ingress.
                host: ""
                # The Kustomize base says what these depend on.
                maxContexts: @maxContexts@
                cpu: @cpu@
                memory: @memory@
                # The autoscaler: pods, and the share of the CPU that they asked for, in percent.
                minReplicas: @minReplicas@
                maxReplicas: @maxReplicas@
                cpuUtilization: @cpuUtilization@
                """
                .transform(this::filled);
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : defaults.entrySet()) {
            filled = filled.replace("@" + value.getKey() + "@", value.getValue());
        }
        return filled;
    }
}
