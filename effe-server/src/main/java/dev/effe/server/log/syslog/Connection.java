package dev.effe.server.log.syslog;

import java.io.IOException;
import java.util.List;

/** A way to a syslog server that is open. Written by one thread; another may close it. */
interface Connection extends AutoCloseable {

    /** Sends messages, in their order. Blocks while the server does not take them. */
    void send(List<byte[]> messages) throws IOException;

    @Override
    void close();

    /** Opens one. Blocks. */
    static Connection to(SyslogAddress address) throws IOException {
        return switch (address.transport()) {
            case UDP -> new Datagrams(address);
            case TCP -> OctetStream.plain(address);
            case TLS -> OctetStream.tls(address);
        };
    }
}
