package dev.effe.tool.kubernetes;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.HostedVariables;
import dev.effe.tool.pack.PackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a function's secrets, which are shown nowhere. Immutable. */
final class SecretValues {

    static final String STORE_PASSWORD = "store-password";

    /** An image has effe.yaml there, so paths from its folder begin there. */
    private static final Path FOLDER = Path.of("/function");

    private static final int MOST_BYTES = 64 << 10;

    /** In Base64, as the API has them. */
    private final SortedMap<String, String> data;

    private SecretValues(SortedMap<String, String> data) {
        this.data = data;
    }

    /**
     * Reads them where effe.yaml says that they are.
     *
     * @param environment of this process
     */
    static SecretValues of(Application application, FunctionEntry function, Map<String, String> environment)
            throws PackException {
        SortedMap<String, String> data = new TreeMap<>();
        function.values().secrets().forEach((name, secret) -> {
            String path = "functions." + function.name() + ".secrets." + name;
            byte[] value = HostedVariables.value(path, secret, environment::get).getBytes(StandardCharsets.UTF_8);
            data.put(name, Base64.getEncoder().encodeToString(value));
        });
        Optional<Path> password =
                application.store().flatMap(store -> store.login().passwordFile());
        if (password.isPresent()) {
            data.put(STORE_PASSWORD, Base64.getEncoder().encodeToString(content(password.get())));
        }
        return new SecretValues(data);
    }

    private static byte[] content(Path file) throws PackException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new PackException("store.password-file " + file + " is longer than " + MOST_BYTES + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw new PackException("store.password-file " + file + " cannot be read: " + e);
        }
    }

    /** The path at which the image looks for the file of the store's password; empty if there is none. */
    static Optional<String> passwordFile(Application application) {
        return application
                .store()
                .flatMap(store -> store.login().passwordFile().map(path -> {
                    Path folder =
                            store.place().resolve(Path.of("")).toAbsolutePath().normalize();
                    Path whole = path.toAbsolutePath().normalize();
                    return (whole.startsWith(folder) ? FOLDER.resolve(folder.relativize(whole)) : whole).toString();
                }));
    }

    boolean isEmpty() {
        return data.isEmpty();
    }

    /** True if a Secret of the cluster has these and no others. */
    boolean are(Map<String, Object> live) {
        return data.equals(new TreeMap<>(live));
    }

    SortedMap<String, String> data() {
        return new TreeMap<>(data);
    }

    /** Without the values. */
    @Override
    public String toString() {
        return data.keySet().toString();
    }
}
