package dev.effe.server;

import dev.effe.server.cli.Settings;
import dev.effe.server.http.Edge;
import dev.effe.server.http.HttpListener;
import dev.effe.server.http.Transport;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param main for requests
 * @param admin for operators, if they have a port of their own
 */
record Ports(HttpListener main, @Nullable HttpListener admin) {

    /**
     * Binds the ports, the main one last: whoever reaches that finds everything in place.
     *
     * @param edge what stands in front of the main port; not closed
     * @param adminRoute null for no admin port
     * @throws IOException if a port cannot be had; the message is one line that says why
     */
    static Ports bind(Transport transport, Edge edge, Settings settings, Route mainRoute, @Nullable Route adminRoute)
            throws IOException {
        HttpListener admin = adminRoute == null ? null : bindAdmin(transport, settings, adminRoute);
        HttpListener main =
                HttpListener.bind(transport, "port", settings.host(), settings.port(), settings, edge, mainRoute);
        return new Ports(main, admin);
    }

    private static HttpListener bindAdmin(Transport transport, Settings settings, Route route) throws IOException {
        int port = settings.adminPort().orElseThrow();
        return HttpListener.bind(transport, "admin-port", settings.adminHost(), port, settings, Edge.none(), route);
    }

    OptionalInt adminPort() {
        return admin == null ? OptionalInt.empty() : OptionalInt.of(admin.port());
    }

    void closeAdmin() {
        if (admin != null) {
            admin.stopAccepting();
        }
    }
}
