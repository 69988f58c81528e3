package dev.effe.server.invoke;

import dev.effe.server.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The description of the function that the Lambda API gives, in the fields of AWS's service model, so that deployment
 * tools and their waiters find it active. Its environment, where secrets are, is told to nobody. Thread-safe.
 */
public final class FunctionDescription {

    private static final Logger log = LoggerFactory.getLogger(FunctionDescription.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);
    private static final String NO_ROLE = "arn:aws:iam::000000000000:role/effe";

    private final FunctionIdentity identity;
    private final String doc;
    private final String handler;
    private final Duration timeout;
    private final Optional<Path> file;
    private final Instant startedAt = Instant.now();

    /** Read when it is first asked for; two threads may both read it. */
    private volatile @Nullable Code code;

    /**
     * The function's file.
     *
     * @param sha256 of its bytes, in base64; "" if there is no such file
     */
    private record Code(long bytes, String sha256, Instant modifiedAt) {}

    /**
     * Makes it.
     *
     * @param doc what the function says of itself
     * @param handler the class, and perhaps the method, that is called
     * @param file the jar, or a folder, which has no digest; empty for the class path
     */
    public FunctionDescription(
            FunctionIdentity identity, String doc, String handler, Duration timeout, Optional<Path> file) {
        this.identity = identity;
        this.doc = doc;
        this.handler = handler;
        this.timeout = timeout;
        this.file = file;
    }

    /** GetFunction's answer. Blocks as {@link #configuration} does. */
    Map<String, Object> function(String arn) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("Configuration", configuration(arn));
        function.put("Code", Map.of("RepositoryType", "Effe"));
        function.put("Tags", Map.of());
        return function;
    }

    /**
     * GetFunctionConfiguration's answer. Blocks: reads the function's file when it is first called.
     *
     * @param arn the function's, with the qualifier that the client named
     */
    Map<String, Object> configuration(String arn) {
        Code known = code();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("FunctionName", identity.name());
        fields.put("FunctionArn", arn);
        fields.put("Runtime", "java" + Runtime.version().feature());
        fields.put("Role", NO_ROLE);
        fields.put("Handler", handler);
        fields.put("CodeSize", known.bytes());
        fields.put("Description", doc);
        fields.put("Timeout", Math.max(1, timeout.toSeconds()));
        fields.put("MemorySize", Runtime.getRuntime().maxMemory() >> 20);
        fields.put("LastModified", TIME.format(known.modifiedAt()));
        fields.put("CodeSha256", known.sha256());
        fields.put("Version", FunctionIdentity.VERSION);
        fields.put("TracingConfig", Map.of("Mode", "PassThrough"));
        fields.put("RevisionId", revision(known));
        fields.put("State", "Active");
        fields.put("LastUpdateStatus", "Successful");
        fields.put("PackageType", "Zip");
        fields.put("Architectures", List.of(architecture()));
        fields.put("EphemeralStorage", Map.of("Size", 512));
        fields.put("SnapStart", Map.of("ApplyOn", "None", "OptimizationStatus", "Off"));
        fields.put("LoggingConfig", Map.of("LogFormat", "Text", "LogGroup", "/aws/lambda/" + identity.name()));
        return fields;
    }

    /** The same as long as code and settings are. */
    private String revision(Code known) {
        String all = identity + handler + timeout + known;
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    }

    private Code code() {
        Code known = code;
        if (known == null) {
            known = file.filter(Files::isRegularFile).map(this::read).orElse(new Code(0, "", startedAt));
            code = known;
        }
        return known;
    }

    private Code read(Path jar) {
        try {
            String sha256 = Base64.getEncoder().encodeToString(Sha256.of(jar));
            return new Code(
                    Files.size(jar), sha256, Files.getLastModifiedTime(jar).toInstant());
        } catch (IOException e) {
            log.warn("The function's file cannot be read to describe it", e);
            return new Code(0, "", startedAt);
        }
    }
}
