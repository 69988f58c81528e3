package dev.effe.tool.admin;

import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which servers are asked, one or several. Not thread-safe. */
public final class AdminPorts extends AdminOptions {

    @Option(
            names = "--admin",
            paramLabel = "<url>",
            description = "An admin port; repeatable. http://127.0.0.1 and the admin-port of effe.yaml by default.")
    private List<URI> urls = List.of();

    /** The servers' admin ports, one at least. */
    public List<AdminClient> clients() {
        return urls.isEmpty() ? List.of(ofApp()) : urls.stream().map(this::at).toList();
    }
}
