package dev.effe.tool.host;

import dev.effe.host.Host;
import dev.effe.server.file.FolderTree;
import dev.effe.server.http.NettyProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A host in this process, on loopback, whose functions go with it. Used by one thread. */
public final class ThrowAwayHost {

    /** For a start beside others, and beside whatever else a developer's machine does. */
    private static final String INIT_TIMEOUT = "60s";

    private static final String DRAIN_TIMEOUT = "5s";

    private final HostEnd end;
    private final Path folder;
    private final Host host;

    private ThrowAwayHost(HostEnd end, Path folder, Host host) {
        this.end = end;
        this.folder = folder;
        this.host = host;
    }

    /**
     * Starts one. From then on a signal ends {@link #serveToTheEnd}.
     *
     * @param port 0 for a free one
     */
    public static ThrowAwayHost start(String port, Map<String, String> environment) throws IOException {
        NettyProperties.set();
        HostEnd end = new HostEnd();
        end.install();
        Path folder = Files.createTempDirectory("effe-explore");
        try {
            HostCommand options = new HostCommand();
            options.port = port;
            options.dataDir = folder.resolve("data");
            options.initTimeout = INIT_TIMEOUT;
            options.drainTimeout = DRAIN_TIMEOUT;
            return new ThrowAwayHost(
                    end, folder, HostRun.of(options, environment).start());
        } catch (IOException | RuntimeException | LinkageError e) {
            FolderTree.delete(folder);
            throw e;
        }
    }

    /** Its address. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + host.port());
    }

    /** Ends it and its functions, and removes all of them. */
    public void remove() throws IOException {
        try {
            host.stop();
        } finally {
            FolderTree.delete(folder);
        }
    }

    /** Waits for a signal, removes it, and ends the process. */
    public void serveToTheEnd() throws IOException {
        end.await();
        remove();
        HostEnd.exit(0);
    }
}
