package dev.effe.server.log;

import static dev.effe.server.settings.ValueTypes.choice;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;

/**
 * The settings of the log, which a process has one of. Immutable.
 *
 * @param format the form of its records
 * @param levels the least severe kinds of messages that are logged
 */
public record LogSettings(LogFormat format, LogLevels levels) {

    public static LogSettings of(Rows rows) {
        Rows logs = rows.under(Group.LOGS);
        return new LogSettings(
                logs.value(
                        "log-format",
                        choice("<format>", LogFormat.values()),
                        "text",
                        "Form of the log; auto: text on a terminal, JSON otherwise."),
                logs.value(
                        "log-level",
                        new LogLevels.Type(),
                        "info",
                        "Least severe kind logged: info,com.acme=debug."));
    }
}
