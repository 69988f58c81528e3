package dev.effe.tool.remote;

import dev.effe.server.cli.ToolException;
import java.io.IOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The operations on functions that a deployment needs, at one place. Thread-safe. */
public final class LambdaFunctions {

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String OWN = "/_effe/functions/";
    private static final String VERSION = "FunctionVersion";
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final LambdaClient client;
    private final Updates updates;

    public LambdaFunctions(LambdaClient client) {
        this.client = client;
        updates = new Updates(client);
    }

    public Endpoint endpoint() {
        return client.endpoint();
    }

    /** Calls of functions at this place. */
    public LambdaCalls calls() {
        return new LambdaCalls(client);
    }

    /** The URLs of functions at this place. */
    public LambdaUrls urls() {
        return new LambdaUrls(client);
    }

    private static String path(String function) {
        return FUNCTIONS + "/" + LambdaClient.escaped(function);
    }

    private static String configuration(String function) {
        return path(function) + "/configuration";
    }

    /** The configuration of {@code $LATEST}; empty if there is no such function. */
    public Optional<Configuration> find(String function) throws IOException {
        return found("GET", configuration(function)).map(Configuration::of);
    }

    private Optional<Map<String, Object>> found(String method, String target) throws IOException {
        try {
            return Optional.of(client.send(method, target, null));
        } catch (ApiException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The published versions, the oldest first. */
    public List<Configuration> versions(String function) throws IOException {
        return client.list(path(function) + "/versions", "Versions").stream()
                .map(Configuration::of)
                .filter(Configuration::isNumbered)
                .sorted(Comparator.comparingInt(Configuration::number))
                .toList();
    }

    /** The aliases by name. */
    public SortedMap<String, AliasState> aliases(String function) throws IOException {
        SortedMap<String, AliasState> aliases = new TreeMap<>();
        for (Map<String, Object> item : client.list(path(function) + "/aliases", "Aliases")) {
            AliasState alias = AliasState.of(item);
            aliases.put(alias.name(), alias);
        }
        return aliases;
    }

    /**
     * Makes a function, and waits until it can be called.
     *
     * @param settings the fields of its configuration
     */
    public void create(String function, Map<String, Object> settings, byte[] zip) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>(settings);
        body.put("FunctionName", function);
        body.put("Code", Map.of("ZipFile", Base64.getEncoder().encodeToString(zip)));
        updates.settled(configuration(function), client.send("POST", FUNCTIONS, body));
    }

    /** Changes the code of {@code $LATEST}, and waits until that is done. */
    public void updateCode(String function, byte[] zip) throws IOException {
        Map<String, Object> body = Map.of("ZipFile", Base64.getEncoder().encodeToString(zip));
        updates.settled(configuration(function), change(function, "PUT", "/code", body));
    }

    /** Changes the configuration of {@code $LATEST}, and waits until that is done. */
    public void updateConfiguration(String function, Map<String, Object> settings) throws IOException {
        updates.settled(configuration(function), change(function, "PUT", "/configuration", settings));
    }

    private Map<String, Object> change(String function, String method, String what, Object body) throws IOException {
        return updates.make(configuration(function), () -> client.send(method, path(function) + what, body));
    }

    /**
     * Publishes {@code $LATEST}, or finds the last version if that is the same, and waits until it can be called.
     *
     * @param codeSha256 the code that it must have
     */
    public Configuration publish(String function, String codeSha256) throws IOException {
        Map<String, Object> answer = change(function, "POST", "/versions", Map.of("CodeSha256", codeSha256));
        Configuration version = Configuration.of(answer);
        updates.settled(configuration(function) + "?Qualifier=" + version.version(), answer);
        return version;
    }

    /**
     * Points an alias at a version, and makes it if there is none.
     *
     * @param weights the share of calls of each other version
     * @param description null to leave it as it is
     * @return the alias as it is then
     */
    public AliasState point(
            String function,
            @Nullable AliasState alias,
            String name,
            String version,
            Map<String, Double> weights,
            @Nullable String description)
            throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(VERSION, version);
        if (alias != null || !weights.isEmpty()) {
            body.put("RoutingConfig", Map.of("AdditionalVersionWeights", weights));
        }
        if (description != null) {
            body.put("Description", description);
        }
        if (alias == null) {
            body.put("Name", name);
            return AliasState.of(client.send("POST", path(function) + "/aliases", body));
        } else {
            body.put("RevisionId", alias.revision()); // Whoever moved it meanwhile meant something by it.
            return AliasState.of(change(function, "PUT", "/aliases/" + LambdaClient.escaped(name), body));
        }
    }

    public void deleteAlias(String function, String name) throws IOException {
        client.send("DELETE", path(function) + "/aliases/" + LambdaClient.escaped(name), null);
    }

    /** Deletes a version; false if an alias has got it meanwhile, so that it stays. */
    public boolean deleteVersion(String function, String version) throws IOException {
        try {
            client.send("DELETE", path(function) + "?Qualifier=" + version, null);
            return true;
        } catch (ApiException e) {
            if (e.status() == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /** Deletes a function, with its versions and aliases. */
    public void delete(String function) throws IOException {
        client.send("DELETE", path(function), null);
    }

    /** The versions that an alias of a host had before, the newest first. */
    public List<String> history(String function, String alias) throws IOException {
        Map<String, Object> answer = client.send(
                "GET",
                OWN + LambdaClient.escaped(function) + "/aliases/" + LambdaClient.escaped(alias) + "/history",
                null);
        return JsonFields.list(answer.get("History")).stream()
                .map(past -> JsonFields.text(JsonFields.map(past), VERSION))
                .toList();
    }

    /**
     * A file in a package.
     *
     * @param sha256 in hexadecimal digits
     * @param executable whether its owner may execute it
     */
    public record PackedFile(long bytes, String sha256, boolean executable) {}

    /** The files of a version's code by path, as a host tells them. */
    public SortedMap<String, PackedFile> files(String function, String version) throws IOException {
        SortedMap<String, PackedFile> files = new TreeMap<>();
        Map<String, Object> answer = client.send("GET", own(function, version) + "/files", null);
        for (Object item : JsonFields.list(answer.get("Files"))) {
            Map<String, Object> file = JsonFields.map(item);
            files.put(
                    JsonFields.text(file, "Path"),
                    new PackedFile(
                            JsonFields.number(file, "Size"),
                            JsonFields.text(file, "Sha256"),
                            Boolean.TRUE.equals(file.get("Executable"))));
        }
        return files;
    }

    /** Starts a version on a host, and waits until it is ready. */
    public void start(String function, String version) throws IOException {
        try {
            client.send("POST", own(function, version) + "/start", null);
        } catch (ApiException e) {
            if (e.status() == CONFLICT) {
                throw new ToolException("Version " + version + " does not start: " + e.said());
            }
            throw e;
        }
    }

    private static String own(String function, String version) {
        return OWN + LambdaClient.escaped(function) + "/" + LambdaClient.escaped(version);
    }
}
