package dev.effe.tool.remote;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One place that functions are deployed to. Immutable.
 *
 * @param address without a slash at its end
 * @param region as requests are signed for it
 * @param host true for a host of effe's, false for AWS
 * @param role the role that functions on AWS have; empty if the file names none
 */
public record Endpoint(URI address, String region, boolean host, Optional<String> role) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * The place of another service of AWS's in the same region; the same one where an address stands for all of AWS.
     *
     * @param service the first label of its host name
     */
    Endpoint of(String service) {
        URI other = URI.create(address.toString().replaceFirst("^https://lambda\\.", "https://" + service + "."));
        return new Endpoint(other, region, host, role);
    }

    /** True if only this machine reaches it. */
    boolean isLoopback() {
        return LOOPBACK.contains(address.getHost().toLowerCase(Locale.ROOT));
    }

    /** The header Host of requests to it, as Java sends it. */
    String hostHeader() {
        int usual = "https".equals(address.getScheme()) ? 443 : 80;
        boolean told = address.getPort() != -1 && address.getPort() != usual;
        return told ? address.getHost() + ":" + address.getPort() : address.getHost();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
