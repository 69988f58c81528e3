package dev.effe.bench.host;

import dev.effe.bench.compare.Loader;
import dev.effe.server.file.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The costs of a host: of the way through it, of signatures, starts, switches, many functions, uploads, and of other
 * languages. Each is a ratio to what does the same without a host, within each round.
 */
public final class HostCost {

    private HostCost() {}

    public static void main(String[] arguments) throws Exception {
        try {
            HostOptions options = HostOptions.parse(List.of(arguments));
            Loader.require("wrk", "-v");
            if (options.pin) {
                Loader.require("taskset", "-V");
            }
            Path folder = Files.createTempDirectory("effe-host");
            System.out.println("java " + options.java + ", logs in " + folder + " while it runs\n");
            run(options, folder);
            FolderTree.delete(folder);
            System.exit(0); // Clients keep their threads.
        } catch (IllegalArgumentException e) {
            System.err.println("host: " + e.getMessage() + "\n\n" + HostOptions.HELP);
            System.exit(2);
        }
    }

    private static void run(HostOptions options, Path folder) throws Exception {
        if (options.asks("hop")) {
            Loader.require("haproxy", "-v");
            new Hop(options, folder).run();
        }
        if (options.asks("signature")) {
            new Signature(options, folder).run();
        }
        if (options.asks("starts")) {
            new Starts(options, folder).run();
        }
        if (options.asks("switches")) {
            new Switching(options, folder).run();
        }
        if (options.asks("size")) {
            new Size(options, folder).run();
        }
        if (options.asks("uploads")) {
            new Uploads(options, folder).run();
        }
        if (options.asks("foreign")) {
            new Foreign(options, folder).run();
        }
    }
}
