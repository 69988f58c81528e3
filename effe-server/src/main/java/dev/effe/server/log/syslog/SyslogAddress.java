package dev.effe.server.log.syslog;

import dev.effe.server.settings.ValueType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a syslog server is. Immutable.
 *
 * @param host a name or an IP address; looked up with each connection
 */
public record SyslogAddress(Transport transport, String host, int port) {

    /** The protocols that messages are sent by. */
    public enum Transport {
        UDP(514),
        TCP(514),
        TLS(6514);

        private final int port;

        Transport(int port) {
            this.port = port;
        }
    }

    @Override
    public String toString() {
        return transport.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port;
    }

    /** A URL of a scheme, a host and, if it is not the usual one, a port. */
    public record Type() implements ValueType<SyslogAddress> {

        @Override
        public @Nullable SyslogAddress parse(String text) {
            for (Transport transport : Transport.values()) {
                if (text.startsWith(transport.name().toLowerCase(Locale.ROOT) + "://")) {
                    return parse(transport, text);
                }
            }
            return null;
        }

        private static @Nullable SyslogAddress parse(Transport transport, String text) {
            try {
                URI uri = new URI(text).parseServerAuthority();
                boolean more = uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null;
                if (more || uri.getHost() == null || !uri.getPath().isEmpty() || uri.getPort() > 65_535) {
                    return null;
                }
                return new SyslogAddress(transport, uri.getHost(), uri.getPort() <= 0 ? transport.port : uri.getPort());
            } catch (URISyntaxException e) {
                return null;
            }
        }

        @Override
        public String allowed() {
            return "udp://, tcp:// or tls://, a host and a port";
        }

        @Override
        public String placeholder() {
            return "<url>";
        }
    }
}
