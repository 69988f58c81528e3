package dev.effe.host.invoke;

import dev.effe.host.engine.InstanceSpec;
import dev.effe.host.engine.Resolved;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.VersionConfig;
import dev.effe.host.store.CodeStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes of versions what instances of them are started with, each once for a state of its function. Thread-safe. */
public final class Specs {

    private static final int REVISION_BYTES = 8;

    private final CodeStore codes;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** The specifications of one state of a function. */
    private record Known(FunctionState state, Map<String, InstanceSpec> versions) {}

    public Specs(CodeStore codes) {
        this.codes = codes;
    }

    /**
     * The specification of a version.
     *
     * @param state of its function
     */
    @SuppressWarnings("ReferenceEquality") // A state is never changed, so the same one has the same versions.
    InstanceSpec of(FunctionState state, FunctionVersion version) {
        Known of = known.get(state.name());
        if (of == null || of.state != state) {
            of = new Known(state, new ConcurrentHashMap<>());
            known.put(state.name(), of);
        }
        InstanceSpec spec = of.versions.get(version.version());
        if (spec == null) {
            spec = make(state.name(), version);
            of.versions.put(version.version(), spec);
        }
        return spec;
    }

    /** A function is gone. */
    void forget(String function) {
        known.remove(function);
    }

    private InstanceSpec make(String function, FunctionVersion version) {
        VersionConfig config = version.config();
        return new InstanceSpec(
                new Resolved(function, version.version(), revision(config)),
                codes.zip(config.code()),
                config.runtime(),
                config.handler(),
                config.memoryMb(),
                Duration.ofSeconds(config.timeoutSeconds()),
                config.environment());
    }

    /** The same for what runs the same: its description says nothing to an instance. */
    private static String revision(VersionConfig config) {
        StringBuilder all = new StringBuilder();
        for (String part : new String[] {
            config.code().sha256(),
            config.runtime(),
            config.handler(),
            Integer.toString(config.memoryMb()),
            Integer.toString(config.timeoutSeconds())
        }) {
            all.append(part).append('\0');
        }
        config.environment()
                .forEach((name, value) ->
                        all.append(name).append('\0').append(value).append('\0'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, REVISION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has it", e);
        }
    }
}
