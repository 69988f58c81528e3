package dev.effe.host;

import dev.effe.host.invoke.EventLimits;
import dev.effe.host.logs.LogLimits;
import dev.effe.server.net.IpLiteral;
import dev.effe.server.settings.UsageException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The settings of a host. Immutable.
 *
 * @param address the interface that it listens on: a loopback one, unless access is fit for others
 * @param port the TCP port, 0 for a free one
 * @param access who may use it, and by which connections
 * @param dataDir the folder of functions, versions and code
 * @param java the program that runs instances
 * @param jar effe.jar, which instances are
 * @param memoryMb the memory that all instances may have together, in MiB
 * @param concurrency the calls that may run at once, of all functions
 * @param instanceIdle how long an instance without calls is kept
 * @param initTimeout the longest start of a function
 * @param drainTimeout how long running calls have to end at a stop; then they are cut
 * @param events the limits of events
 * @param logs the limits of logs
 * @param apiHosts the names under which the API is served, besides localhost and IP addresses
 * @param urlDomain the domain below which the URLs of functions are; "" for none
 * @param account the account in ARNs
 * @param region the region in ARNs
 */
public record HostSettings(
        String address,
        int port,
        AccessSettings access,
        Path dataDir,
        Path java,
        Path jar,
        long memoryMb,
        int concurrency,
        Duration instanceIdle,
        Duration initTimeout,
        Duration drainTimeout,
        EventLimits events,
        LogLimits logs,
        List<String> apiHosts,
        String urlDomain,
        String account,
        String region) {

    /** AWS keeps so many calls for functions that have none to themselves. */
    public static final int LEAST_CONCURRENCY = 100;

    /**
     * Checks what one value alone cannot tell.
     *
     * @throws UsageException if others could reach it without keys or in clear text
     */
    public HostSettings {
        if (!isLoopback(address) && !access.isFitForOthers()) {
            throw new UsageException(
                    "--host " + address + ": whoever may deploy can run any code as this user, so others"
                            + " than this machine reach a host only with --keys FILE, and with --tls-cert and --tls-key or,"
                            + " where a proxy has TLS, --behind-tls-proxy. Without them it listens on loopback: 127.0.0.1, ::1"
                            + " or localhost");
        }
        dataDir = dataDir.toAbsolutePath().normalize(); // Instances have working folders of their own.
        jar = jar.toAbsolutePath();
        apiHosts = List.copyOf(apiHosts);
        urlDomain = urlDomain.toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String address) {
        InetAddress literal = IpLiteral.parse(address);
        return address.equals("localhost") || (literal != null && literal.isLoopbackAddress());
    }
}
