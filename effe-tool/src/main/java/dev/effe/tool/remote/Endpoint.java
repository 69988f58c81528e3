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

    /** The place of a service of AWS's in the same region; a host is all of them itself. */
    Endpoint of(AwsService service, AwsProfile profile) {
        return host ? this : new Endpoint(service.address(region, profile), region, false, role);
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
