package dev.effe.tool.admin;

import dev.effe.server.cli.ToolException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server is asked, and the requests to it. Not thread-safe. */
public final class AdminPort extends AdminOptions {

    @Option(
            names = "--admin",
            paramLabel = "<url>",
            description = "The admin port; http://127.0.0.1 and the admin-port of effe.yaml by default.")
    private Optional<URI> url = Optional.empty();

    /** Made when it is asked for first. */
    private @Nullable AdminClient client;

    /** The server's admin port. */
    public AdminClient client() {
        if (client == null) {
            client = url.isPresent() ? at(url.get()) : ofApp();
        }
        return client;
    }

    /**
     * Sends a request, and reads the JSON that is answered.
     *
     * @param body JSON; null for none
     * @throws ToolException if the answer is no success; the message has what the server says
     */
    public Map<?, ?> send(String method, String target, byte @Nullable [] body) throws IOException {
        return client().send(method, target, body);
    }
}
