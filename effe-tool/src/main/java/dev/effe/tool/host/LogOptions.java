package dev.effe.tool.host;

import dev.effe.server.log.AccessFormat;
import dev.effe.server.log.LogFormat;
import dev.effe.server.log.LogLevels;
import dev.effe.server.log.LogSettings;
import dev.effe.server.log.syslog.SyslogAddress;
import dev.effe.server.settings.ValueTypes;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of the host's own log, which are those of the server's. Filled by picocli; used by one thread. */
final class LogOptions {

    @Option(
            names = "--log-format",
            paramLabel = "<format>",
            description = "Form of the log, text by default; json; auto: text on a terminal, JSON otherwise.")
    private String format = "text";

    @Option(
            names = "--log-level",
            paramLabel = "<levels>",
            description = "Least severe kind logged, info by default: error, warn, info, debug, trace.")
    private String levels = "info";

    @Option(
            names = "--syslog",
            paramLabel = "<url>",
            description =
                    "RFC 5424 server that has the log too: udp://logs:514, tcp://... or tls://...; off by default.")
    private String syslog = "off";

    /** @throws dev.effe.server.settings.UsageException if one is wrong */
    LogSettings settings() {
        return new LogSettings(
                OptionText.value("--log-format", ValueTypes.choice("<format>", LogFormat.values()), format),
                OptionText.value("--log-level", new LogLevels.Type(), levels),
                AccessFormat.OFF,
                OptionText.value("--syslog", ValueTypes.orOff(new SyslogAddress.Type()), syslog),
                Optional.empty());
    }
}
