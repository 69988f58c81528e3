package dev.effe.host;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may use the host, and by which connections. Immutable.
 *
 * @param keys the file of keys; empty if any signature will do
 * @param tlsCert the certificate of the port, in PEM; empty for clear text
 * @param tlsKey its private key
 * @param behindTlsProxy true if all connections from elsewhere come through a proxy that has TLS
 */
public record AccessSettings(
        Optional<Path> keys, Optional<Path> tlsCert, Optional<Path> tlsKey, boolean behindTlsProxy) {

    /**
     * Checks that they belong together.
     *
     * @throws UsageException if one is given without another that it needs
     */
    public AccessSettings {
        if (tlsCert.isPresent() != tlsKey.isPresent()) {
            throw new UsageException(
                    "--tls-cert and --tls-key need each other: the file of a certificate, and that of its"
                            + " private key");
        }
        if (behindTlsProxy && keys.isEmpty()) {
            throw new UsageException(
                    "--behind-tls-proxy needs --keys FILE: whoever reaches the proxy could run any code"
                            + " as this user");
        }
        if (behindTlsProxy && tlsCert.isPresent()) {
            throw new UsageException(
                    "--behind-tls-proxy is for a port in clear text: leave --tls-cert and --tls-key out, or"
                            + " the proxy's option");
        }
    }

    /** Without keys, in clear text. */
    public static AccessSettings none() {
        return new AccessSettings(Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** True if others than this machine may reach the port. */
    boolean isFitForOthers() {
        return keys.isPresent() && hasTls();
    }

    /** True if clients have TLS. */
    boolean hasTls() {
        return tlsCert.isPresent() || behindTlsProxy;
    }
}
