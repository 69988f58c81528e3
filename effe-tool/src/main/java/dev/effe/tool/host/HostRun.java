package dev.effe.tool.host;

import dev.effe.host.AccessSettings;
import dev.effe.host.Host;
import dev.effe.host.HostSettings;
import dev.effe.host.invoke.EventLimits;
import dev.effe.host.logs.LogLimits;
import dev.effe.server.cli.ToolException;
import dev.effe.server.http.NettyProperties;
import dev.effe.server.settings.TextList;
import dev.effe.server.settings.ValueType;
import dev.effe.server.settings.ValueTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A run of the host, from its start to its end. It alone of the commands needs effe-host.jar. Used by one thread. */
record HostRun(HostSettings settings, Map<String, String> environment) {

    private static final ValueType<Duration> TIME = ValueTypes.positiveTime();
    private static final int MOST_CONCURRENCY = 100_000;

    /** Checks the options. */
    static HostRun of(HostCommand options, Map<String, String> environment) {
        String usual = environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
        String region = options.region.orElse(usual.isBlank() ? "us-east-1" : usual);
        HostSettings settings = new HostSettings(
                options.host,
                OptionText.value("--port", ValueTypes.portNumber(), options.port),
                new AccessSettings(options.keys, options.tlsCert, options.tlsKey, options.behindTlsProxy),
                options.dataDir,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                ServerJar.find(),
                options.memory.map(HostRun::memoryMb).orElseGet(MachineSize::mostMb),
                OptionText.value(
                        "--concurrency",
                        ValueTypes.number(HostSettings.LEAST_CONCURRENCY, MOST_CONCURRENCY),
                        options.concurrency),
                OptionText.value("--instance-idle", TIME, options.instanceIdle),
                OptionText.value("--init-timeout", TIME, options.initTimeout),
                OptionText.value("--drain-timeout", TIME, options.drainTimeout),
                new EventLimits(
                        OptionText.value(
                                "--max-events-bytes", ValueTypes.diskSize("2MiB", "1024GiB"), options.maxEventsBytes),
                        OptionText.value("--event-retry-delay", TIME, options.eventRetryDelay)),
                new LogLimits(
                        OptionText.value("--log-keep", ValueTypes.longTime("1h", "3650d"), options.logKeep),
                        OptionText.value(
                                "--max-log-bytes", ValueTypes.diskSize("8MiB", "1024GiB"), options.maxLogBytes)),
                OptionText.value("--api-hosts", TextList.HOSTS, options.apiHosts),
                OptionText.matching(
                        "--url-domain",
                        "([A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*)?",
                        "a domain such as fn.example.com",
                        options.urlDomain),
                OptionText.matching("--account", "[0-9]{12}", "12 digits", options.account),
                OptionText.matching("--region", "[a-z]{2}(-[a-z]+)+-[0-9]", "a region such as eu-central-1", region));
        return new HostRun(settings, environment);
    }

    private static long memoryMb(String text) {
        return OptionText.value("--memory", ValueTypes.diskSize("128MiB", "8192GiB"), text) >> 20;
    }

    /** Serves until the process is to end, and ends it. */
    void serve() throws IOException {
        NettyProperties.set();
        HostEnd end = new HostEnd();
        end.install();
        Host host = start();
        end.await();
        HostEnd.exit(host.stop() ? 0 : 1);
    }

    Host start() throws IOException {
        try {
            return Host.start(settings, environment);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        } catch (IOException e) {
            throw new ToolException(String.valueOf(e.getMessage()));
        }
    }
}
