package dev.effe.tool;

import dev.effe.server.cli.Tools;
import dev.effe.server.cli.UsageException;
import dev.effe.tool.image.ImageCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The commands of effe besides serving, in one table. */
public final class Commands implements Tools {

    private interface Action {
        void run(List<String> arguments, Map<String, String> environment, PrintStream out) throws IOException;
    }

    private enum Row {
        IMAGE("image", "makes a function's container image, without Docker", ImageCommand::run);

        private final String command;
        private final String help;
        private final Action action;

        Row(String command, String help, Action action) {
            this.command = command;
            this.help = help;
            this.action = action;
        }
    }

    @Override
    public void run(List<String> arguments, Map<String, String> environment, PrintStream out) throws IOException {
        String name = arguments.get(0);
        if (name.equals("help")) {
            out.print(help());
            return;
        }
        for (Row row : Row.values()) {
            if (row.command.equals(name)) {
                row.action.run(arguments.subList(1, arguments.size()), environment, out);
                return;
            }
        }
        String known = Arrays.stream(Row.values()).map(row -> row.command).collect(Collectors.joining(", "));
        throw new UsageException("There is no command \"" + name + "\", but: " + known + ", help");
    }

    private static String help() {
        StringBuilder text =
                new StringBuilder("Usage: effe <command> ..., or effe --<setting> <value> ... to serve\n\n");
        for (Row row : Row.values()) {
            text.append(String.format("  %-8s %s: effe %s --help%n", row.command, row.help, row.command));
        }
        return text.append("\nServing: effe --help\n").toString();
    }
}
