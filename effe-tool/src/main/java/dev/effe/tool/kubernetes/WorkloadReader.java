package dev.effe.tool.kubernetes;

import dev.effe.server.app.Addresses;
import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Store;
import dev.effe.tool.image.AppImage;
import dev.effe.tool.pack.PackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes of what effe.yaml says what a cluster is to run. Immutable.
 *
 * @param alias of the Services by which functions call each other
 */
record WorkloadReader(Application application, KubernetesTarget target, String alias) {

    /** Settings that the base sets, by variables, which are stronger than effe.yaml. */
    private static final Set<String> OF_THE_POD =
            Set.of("port", "admin-port", "admin-host", "drain-delay", "drain-timeout");

    private static final String MAX_CONTEXTS = "max-contexts";
    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})(?![0-9])");
    private static final int PORT_OF_POSTGRES = 5432;
    private static final int PORT_OF_KAFKA = 9092;

    /** @throws PackException if a cluster could not run it */
    Workload read(FunctionEntry function, AppImage image) throws PackException {
        String name = Names.checked(application, function);
        checkTopics(function);
        SortedMap<String, String> callees = new TreeMap<>();
        for (Mention call : function.links().calls()) {
            FunctionEntry callee =
                    Objects.requireNonNull(application.functions().get(call.text()));
            callees.put(
                    Addresses.variable(call.text()),
                    "http://" + Names.alias(Names.checked(application, callee), alias));
        }
        boolean calls = application.functions().values().stream()
                .anyMatch(any -> !any.links().calls().isEmpty());
        SortedMap<String, String> files = new TreeMap<>();
        SecretValues.passwordFile(application).ifPresent(path -> files.put(path, SecretValues.STORE_PASSWORD));
        return new Workload(
                application.name(),
                function.name(),
                name,
                image.below(target.image()),
                image.digest(),
                function.deployment().memoryMb(),
                function.values().settings().containsKey(MAX_CONTEXTS)
                        || application.settings().containsKey(MAX_CONTEXTS),
                callees,
                calls,
                List.copyOf(new TreeMap<>(function.values().secrets()).keySet()),
                files,
                application.store().map(WorkloadReader::ports).orElse(List.of()));
    }

    /** Pods come and go, and with each of them its files. */
    private void checkTopics(FunctionEntry function) throws PackException {
        boolean uses = !function.links().appends().isEmpty()
                || !function.links().triggers().isEmpty();
        if (uses && application.storeKind() == Store.Kind.FILE) {
            throw new PackException(function.place() + ": functions." + function.name() + " has "
                    + (function.links().appends().isEmpty() ? "triggers" : "appends")
                    + ", and each pod would have topics and due times of its own: pods share them by a store in"
                    + " PostgreSQL or Kafka, such as store: {kind: postgres, url: \"jdbc:postgresql://db/shop\"}");
        }
    }

    private static List<Integer> ports(Store store) {
        if (store.kind() == Store.Kind.FILE) {
            return List.of();
        }
        List<Integer> ports = new ArrayList<>();
        Matcher port = PORT.matcher(store.server().orElse(""));
        while (port.find()) {
            ports.add(Integer.parseInt(port.group(1)));
        }
        if (ports.isEmpty()) {
            ports.add(store.kind() == Store.Kind.POSTGRES ? PORT_OF_POSTGRES : PORT_OF_KAFKA);
        }
        return ports.stream().distinct().toList();
    }

    /** A line for each key that a cluster does not do, such as {@code functions.orders.url: ...}. */
    List<String> leftOut(FunctionEntry function) {
        List<String> lines = new ArrayList<>();
        if (function.deployment().url().isPresent()) {
            lines.add("functions." + function.name()
                    + ".url: Kubernetes gives no URLs: an Ingress or an HTTPRoute to the" + " Service does");
        }
        OF_THE_POD.stream()
                .sorted()
                .filter(application.settings()::containsKey)
                .forEach(name -> lines.add("settings." + name + ": the pod has its own"));
        return lines;
    }

    /** The configuration as diffs show it, by key; secrets by their names alone. */
    SortedMap<String, String> configuration(FunctionEntry function, Workload workload) {
        SortedMap<String, String> all = new TreeMap<>();
        FunctionEntry.Program program = function.program();
        program.logic().ifPresent(logic -> all.put("logic", logic));
        program.handler().ifPresent(handler -> all.put("handler", handler));
        function.deployment().runtime().ifPresent(runtime -> all.put("runtime", runtime.text()));
        workload.memoryMb().ifPresent(memory -> all.put("memory", memory + "Mi"));
        program.envelope().ifPresent(envelope -> all.put("envelope", envelope ? "on" : "off"));
        application.settings().forEach((name, setting) -> all.put("settings." + name, setting.text()));
        OF_THE_POD.forEach(name -> all.remove("settings." + name));
        FunctionEntry.Values values = function.values();
        values.settings().forEach((name, setting) -> all.put("settings." + name, setting.text()));
        values.set().forEach((name, text) -> all.put("set." + name, text));
        values.environment().forEach((name, text) -> all.put("environment." + name, text.text()));
        workload.callees().forEach((name, address) -> all.put("environment." + name, address));
        values.secrets().keySet().forEach(name -> all.put("secrets." + name, ""));
        texts(all, "routes", function.links().routes());
        texts(all, "appends", function.links().appends());
        texts(
                all,
                "triggers",
                function.links().triggers().stream()
                        .map(trigger -> trigger.source())
                        .toList());
        all.put("image", workload.image());
        return all;
    }

    private static void texts(Map<String, String> all, String key, List<Mention> mentions) {
        if (!mentions.isEmpty()) {
            all.put(key, String.join(", ", mentions.stream().map(Mention::text).toList()));
        }
    }
}
