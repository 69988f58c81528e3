package dev.effe.tool.remote;

import dev.effe.server.settings.UsageException;
import java.net.URI;

/** The services of AWS's that commands ask. */
enum AwsService {
    LAMBDA("lambda", "LAMBDA"),
    LOGS("logs", "CLOUDWATCH_LOGS"),
    METRICS("monitoring", "CLOUDWATCH");

    private final String label;
    private final String variable;

    AwsService(String label, String variable) {
        this.label = label;
        this.variable = variable;
    }

    /** The first label of its host name, for which requests are signed too. */
    String label() {
        return label;
    }

    /**
     * The address in a region, or the one that this user has named instead.
     *
     * @throws UsageException if that is none
     */
    URI address(String region, AwsProfile profile) {
        String usual = "https://" + label + "." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
        String address = profile.endpoint(variable).orElse(usual);
        try {
            URI uri = URI.create(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new UsageException("AWS_ENDPOINT_URL must be a URL, such as http://localhost:5000, but was " + address);
    }
}
