package dev.effe.server.log;

import static dev.effe.server.settings.ValueTypes.choice;
import static dev.effe.server.settings.ValueTypes.orOff;
import static dev.effe.server.settings.ValueTypes.size;

import dev.effe.server.log.syslog.SyslogAddress;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import java.util.Optional;

/**
 * The settings of the log, which a process has one of. Immutable.
 *
 * @param format the form of its records
 * @param levels the least severe kinds of messages that are logged
 * @param access the form of the line that each answered request gets
 * @param syslog where all of it is sent besides; empty for nowhere
 * @param ring the bytes of a call's lines that the levels leave out, kept for the case that it fails; empty for none
 */
public record LogSettings(
        LogFormat format,
        LogLevels levels,
        AccessFormat access,
        Optional<SyslogAddress> syslog,
        Optional<Integer> ring) {

    public static LogSettings of(Rows rows) {
        Rows logs = rows.under(Group.LOGS);
        return new LogSettings(
                logs.value(
                        "log-format",
                        choice("<format>", LogFormat.values()),
                        "text",
                        "Form of the log; auto: text on a terminal, JSON otherwise."),
                logs.value("log-level", new LogLevels.Type(), "info", "Least severe kind logged: info,com.acme=debug."),
                logs.value(
                        "access-log",
                        choice("<format>", AccessFormat.values()),
                        "off",
                        "A line for each answered request, with its times."),
                logs.value(
                        "syslog",
                        orOff(new SyslogAddress.Type()),
                        "off",
                        "RFC 5424 server: udp://logs:514, tcp://… or tls://…."),
                logs.value(
                        "log-ring",
                        orOff(size("1KiB", "16MiB")),
                        "off",
                        "Bytes of a call's debug lines, logged if it fails or is slow."));
    }
}
