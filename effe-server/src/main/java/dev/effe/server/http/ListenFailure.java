package dev.effe.server.http;

import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says in one line why a port cannot be had, and which setting is to be changed. */
final class ListenFailure {

    /** Ports below it are for those who have the right to bind them. */
    private static final int FIRST_FREE_PORT = 1024;

    private ListenFailure() {}

    /**
     * The failure of a bind.
     *
     * @param setting the setting that names the port: {@code port} or {@code admin-port}, beside {@code admin-host}
     */
    static IOException of(String setting, String host, int port, Throwable cause) {
        String where = host.isEmpty() ? "port " + port : host + " port " + port;
        return new IOException("Cannot listen on " + where + ": " + reason(setting, port, cause), cause);
    }

    /** The failure to make a unix socket. */
    static IOException ofSocket(Path path, String reason, @Nullable Throwable cause) {
        return new IOException("Cannot listen on the socket " + path + ": " + reason, cause);
    }

    private static String reason(String setting, int port, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String hostFix =
                "--" + setting.replace("port", "host") + " must be an address of this machine, or empty for all";
        if (cause instanceof UnresolvedAddressException) {
            return "there is no such host; " + hostFix;
        }
        if (message.contains("Cannot assign requested address")) {
            return "it is no address of this machine; " + hostFix;
        }
        if (message.contains("Address already in use")) {
            return "another program uses it; choose one with --" + setting;
        }
        if (message.contains("Permission denied") && port < FIRST_FREE_PORT) {
            return "a port below 1024 needs the right to bind it (CAP_NET_BIND_SERVICE); choose one from 1024 on with --"
                    + setting;
        }
        return message;
    }
}
