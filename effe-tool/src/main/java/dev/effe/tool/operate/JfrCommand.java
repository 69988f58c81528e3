package dev.effe.tool.operate;

import dev.effe.server.cli.ToolException;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.settings.UsageException;
import dev.effe.server.settings.ValueType;
import dev.effe.server.settings.ValueTypes;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.admin.AdminPort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code effe jfr}: records what a running server does, by Java's Flight Recorder. */
@Command(
        name = "jfr",
        sortOptions = false,
        description = {
            "Records what a running server does, by Java's Flight Recorder.",
            "The server needs no flag for it. The file is for JDK Mission Control, for IDEs and for jfr of the JDK, and"
                    + " only you may read it: it has stacks, settings of the JVM and environment variables.",
            "A recording has about 64 MB at most, of which the newest are kept. Exit code: 0; 1 if the server cannot be"
                    + " asked or cannot record."
        },
        footer = {
            "",
            "Examples:",
            "  effe jfr --for 30s -o x.jfr && jfr view hot-methods x.jfr",
            "  effe jfr --admin http://10.0.0.7:9090 --admin-token-file token --for 5m --settings default -o x.jfr",
            "  effe jfr --end                     ends one early; who has begun it gets the file"
        })
public final class JfrCommand implements ToolCommand {

    private static final ValueType<Duration> TIME = ValueTypes.longTime("1s", "10m");

    @Mixin
    private AdminPort admin;

    @Option(names = "--for", paramLabel = "<duration>", description = "How long, from 1s to 10m; 30s by default.")
    private String time = "30s";

    @Option(names = "-o", paramLabel = "<file>", description = "The file; its folder must be there.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--settings",
            paramLabel = "<name>",
            description = "profile for samples each 10 to 20 ms, default for fewer; profile by default.")
    private String settings = "profile";

    @Option(names = "--end", description = "End the recording that goes on.")
    private boolean end;

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        if (end) {
            admin.client().text("DELETE", "/jfr");
            out.println("Ended the recording");
            return;
        }
        Duration parsed = TIME.parse(time);
        if (parsed == null) {
            throw new UsageException("--for must be " + TIME.allowed() + ", such as 30s, but was " + time);
        }
        if (!settings.equals("profile") && !settings.equals("default")) {
            throw new UsageException("--settings must be profile or default, but was " + settings);
        }
        Path to = file.orElseThrow(() -> new UsageException("Name the file by -o, such as -o x.jfr"));
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try (OutputStream written = create(part)) {
            out.println("Recording for " + time);
            String target = "/jfr?for=" + parsed.toSeconds() + "s&settings=" + settings;
            admin.client().download("POST", target, parsed, written);
        } catch (ToolException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        out.println("Wrote " + to + ", " + Files.size(to) / 1000 + " kB");
    }

    private static OutputStream create(Path file) throws IOException {
        try {
            Files.deleteIfExists(file);
            return Channels.newOutputStream(
                    OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new ToolException("The file " + file + " cannot be written: " + e);
        }
    }
}
