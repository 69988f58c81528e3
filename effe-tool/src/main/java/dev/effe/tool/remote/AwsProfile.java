package dev.effe.tool.remote;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The key and the region of this user, where AWS's SDKs look for them: environment variables, then a profile in
 * {@code ~/.aws}. Keys that another program or service would have to be asked for are not: AWS's own tool prints them as
 * variables. Immutable.
 */
public final class AwsProfile {

    private final Map<String, String> environment;
    private final String name;
    private final Map<String, String> keys;

    /** Reads the profile that the environment names, {@code default} if it names none. */
    public AwsProfile(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        String named =
                value("AWS_PROFILE").or(() -> value("AWS_DEFAULT_PROFILE")).orElse("");
        name = named.isEmpty() ? "default" : named;
        Map<String, Map<String, String>> config = IniFile.read(file("AWS_CONFIG_FILE", "config"));
        Map<String, Map<String, String>> credentials = IniFile.read(file("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
        keys = new HashMap<>();
        keys.putAll(config.getOrDefault(name, Map.of()));
        keys.putAll(config.getOrDefault("profile " + name, Map.of()));
        keys.putAll(credentials.getOrDefault(name, Map.of()));
        if (!named.isEmpty() && keys.isEmpty() && value("AWS_ACCESS_KEY_ID").isEmpty()) {
            throw new UsageException("AWS_PROFILE names the profile " + name + ", which is neither in "
                    + file("AWS_CONFIG_FILE", "config") + " nor in "
                    + file("AWS_SHARED_CREDENTIALS_FILE", "credentials"));
        }
    }

    private Path file(String variable, String usual) {
        String home = value("HOME").orElse(System.getProperty("user.home"));
        return Path.of(value(variable).orElse(Path.of(home, ".aws", usual).toString()));
    }

    private Optional<String> value(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }

    /** The key; empty if there is none. */
    Optional<Credentials> credentials() {
        Optional<String> id = value("AWS_ACCESS_KEY_ID");
        if (id.isPresent()) {
            String secret = value("AWS_SECRET_ACCESS_KEY")
                    .orElseThrow(
                            () -> new UsageException("AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not"));
            return Optional.of(new Credentials(id.get(), secret, value("AWS_SESSION_TOKEN")));
        }
        String known = keys.get("aws_access_key_id");
        String secret = keys.get("aws_secret_access_key");
        boolean ofRole = keys.containsKey("role_arn"); // AWS's tools would take the role's key, not this one.
        return known == null || secret == null || ofRole
                ? Optional.empty()
                : Optional.of(new Credentials(known, secret, Optional.ofNullable(keys.get("aws_session_token"))));
    }

    /** The region of the environment, else of the profile; empty if neither says. */
    Optional<String> region() {
        return value("AWS_REGION")
                .or(() -> value("AWS_DEFAULT_REGION"))
                .or(() -> Optional.ofNullable(keys.get("region")));
    }

    /**
     * The address in place of AWS's own, as for tests; empty for AWS's own.
     *
     * @param service as the variable for it alone ends, such as {@code LAMBDA}
     */
    Optional<String> endpoint(String service) {
        return value("AWS_ENDPOINT_URL_" + service)
                .or(() -> value("AWS_ENDPOINT_URL"))
                .or(() -> Optional.ofNullable(keys.get("endpoint_url")));
    }

    /** The fix, for who has no key. */
    String advice() {
        return "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write them into the profile " + name + " of "
                + file("AWS_SHARED_CREDENTIALS_FILE", "credentials")
                + " (for single sign-on and roles: eval \"$(aws configure export-credentials --format env)\")";
    }
}
