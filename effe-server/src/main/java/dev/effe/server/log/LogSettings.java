package dev.effe.server.log;

import static dev.effe.server.settings.ValueTypes.choice;
import static dev.effe.server.settings.ValueTypes.orOff;

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
 */
public record LogSettings(LogFormat format, LogLevels levels, AccessFormat access, Optional<SyslogAddress> syslog) {

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
                        "RFC 5424 server: udp://logs:514, tcp://… or tls://…."));
    }
}
