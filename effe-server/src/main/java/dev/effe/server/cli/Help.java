package dev.effe.server.cli;

import dev.effe.server.settings.Setting;
import dev.effe.server.settings.Setting.Group;

/** The text of {@code --help}, at most 100 columns wide. */
final class Help {

    private static final String START = """
            Usage: java -jar effe.jar [--<setting> <value>]...

            Examples:
              java -jar effe.jar --function hello.jar
              java -jar effe.jar --function hello.jar --port 7050 --max-contexts 64 --set db.url=jdbc:h2:mem:
              EFFE_PORT=7050 java -jar effe.jar --config effe.properties
              java -XX:AOTCacheOutput=hello.aot -jar effe.jar --function hello.jar --train requests.json
              java -jar effe.jar help          # commands besides serving, in effe-tool.jar beside it
            """;

    private static final String END = """

            Each setting can be a flag (--max-contexts 5, --max-contexts=5, -max-contexts 5), an environment
            variable (EFFE_MAX_CONTEXTS=5) or a line in the file of --config (max-contexts=5); the first of
            these counts. --set is a flag, and set.key=value in the file. --config is a flag or EFFE_CONFIG.
            Durations are written like 500ms, 5s, 2m or 1h; a plain number is in seconds.
            Sizes are written like 65536, 64KiB, 6MiB or 1GiB; a plain number is in bytes.

            Exit codes: 0 stopped, 1 failed to start or cut requests when it stopped, 2 wrong settings.
            """;

    private Help() {}

    static String text() {
        StringBuilder text = new StringBuilder(START);
        appendActions(text);
        for (Group group : Group.values()) {
            appendGroup(text, group);
        }
        return text.append(END).toString();
    }

    private static void appendActions(StringBuilder text) {
        text.append("\nInstead of serving:\n");
        for (Action action : Action.values()) {
            if (action != Action.SERVE) {
                appendLine(text, action.flag(), action.help());
            }
        }
    }

    private static void appendGroup(StringBuilder text, Group group) {
        text.append('\n').append(group.title()).append(":\n");
        for (Setting<?> setting : SettingsTable.all()) {
            if (setting.group() == group) {
                String usual = setting.defaultText().isEmpty() ? "" : " (" + setting.defaultText() + ")";
                appendLine(text, setting.flag() + " " + setting.type().placeholder(), setting.help() + usual);
            }
        }
    }

    private static void appendLine(StringBuilder text, String flag, String help) {
        text.append(String.format("  %-28s  %s%n", flag, help));
    }
}
