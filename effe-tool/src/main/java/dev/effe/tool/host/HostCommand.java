package dev.effe.tool.host;

import dev.effe.server.cli.ToolException;
import dev.effe.server.log.LogSettings;
import dev.effe.server.log.Logs;
import dev.effe.server.log.PrintedLines;
import dev.effe.tool.ToolCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code effe host}: serves many functions, versions and aliases, deployed by AWS's own tools. */
@Command(
        name = "host",
        sortOptions = false,
        description = {
            "Serves AWS Lambda's API: many functions, versions, aliases.",
            "AWS's tools deploy Java functions to it and call them: --endpoint-url http://localhost:7070. Each version that"
                    + " is called runs as a process of its own, which ends when nobody calls it. Functions are kept in"
                    + " --data-dir. Whoever may deploy can run any code: the port is on loopback, or has keys and TLS."
                    + " Ctrl-C ends it."
        },
        footer = {
            "",
            "Examples:",
            "  effe host --data-dir /var/lib/effe",
            "  aws --endpoint-url http://localhost:7070 lambda list-functions"
        })
public final class HostCommand implements ToolCommand {

    @Option(
            names = "--host",
            paramLabel = "<host>",
            description = "Interface of the port, 127.0.0.1 by default; others than loopback need --keys and TLS.")
    String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "<port>", description = "TCP port, 7070 by default; 0: a free one.")
    String port = "7070";

    @Option(
            names = "--keys",
            paramLabel = "<file>",
            description =
                    "File of keys that clients sign with, ID SECRET admin|invoke [NAMES] in each line, chmod 600.")
    Optional<Path> keys = Optional.empty();

    @Option(names = "--tls-cert", paramLabel = "<file>", description = "Certificate of the port, PEM.")
    Optional<Path> tlsCert = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "<file>", description = "Its private key, PEM.")
    Optional<Path> tlsKey = Optional.empty();

    @Option(
            names = "--behind-tls-proxy",
            description = "A proxy has TLS, and all that comes from elsewhere comes through it.")
    boolean behindTlsProxy;

    @Option(
            names = "--data-dir",
            paramLabel = "<folder>",
            description = "Folder of functions, versions and code; effe-data of this folder by default.")
    Path dataDir = Path.of("effe-data");

    @Option(
            names = "--memory",
            paramLabel = "<size>",
            description =
                    "Memory that all instances may have together, such as 4GiB; three quarters of the machine's by default.")
    Optional<String> memory = Optional.empty();

    @Option(
            names = "--concurrency",
            paramLabel = "<n>",
            description = "Calls of all functions that run at once, 1000 by default.")
    String concurrency = "1000";

    @Option(
            names = "--instance-idle",
            paramLabel = "<duration>",
            description = "Time that an instance without calls is kept, 10m by default.")
    String instanceIdle = "10m";

    @Option(
            names = "--init-timeout",
            paramLabel = "<duration>",
            description = "Time that a function may take to start, 10s by default.")
    String initTimeout = "10s";

    @Option(
            names = "--drain-timeout",
            paramLabel = "<duration>",
            description = "Time for running calls to end at a stop, 30s by default; then they are cut.")
    String drainTimeout = "30s";

    @Option(
            names = "--max-events-bytes",
            paramLabel = "<size>",
            description = "Disk for the events of each function, 512MiB by default; more get 429.")
    String maxEventsBytes = "512MiB";

    @Option(
            names = "--event-retry-delay",
            paramLabel = "<duration>",
            description = "Wait after an event's first error, twice as long after the next; 1m by default, as on AWS.")
    String eventRetryDelay = "1m";

    @Option(
            names = "--log-keep",
            paramLabel = "<duration>",
            description = "Time that functions' logs are kept, 7d by default, 1h at least.")
    String logKeep = "7d";

    @Option(
            names = "--max-log-bytes",
            paramLabel = "<size>",
            description = "Disk for the log of each function, 100MiB by default; the oldest lines go first.")
    String maxLogBytes = "100MiB";

    @Option(
            names = "--api-hosts",
            paramLabel = "<list>",
            description = "Names of the API, besides localhost and IP addresses, with commas between them.")
    String apiHosts = "";

    @Option(
            names = "--url-domain",
            paramLabel = "<domain>",
            description = "Domain below which each function URL has a name of its own, such as fn.example.com.")
    String urlDomain = "";

    @Option(
            names = "--account",
            paramLabel = "<id>",
            description = "Account in ARNs, 12 digits; 000000000000 by default.")
    String account = "000000000000";

    @Option(
            names = "--region",
            paramLabel = "<region>",
            description = "Region in ARNs; AWS_REGION, else AWS_DEFAULT_REGION, else us-east-1 by default.")
    Optional<String> region = Optional.empty();

    @Mixin
    private LogOptions logOptions = new LogOptions();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        LogSettings log = logOptions.settings();
        try {
            HostRun run = HostRun.of(this, environment);
            PrintedLines.capture();
            Logs.use(log);
            run.serve();
        } catch (NoClassDefFoundError e) {
            throw new ToolException(
                    "The host is in effe-host.jar, which is not beside effe.jar. A distribution has both");
        }
    }
}
