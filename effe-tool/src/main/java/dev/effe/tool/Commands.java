package dev.effe.tool;

import dev.effe.server.cli.Tools;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.app.CheckCommand;
import dev.effe.tool.image.ImageCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The commands of effe besides serving, in one table. */
public final class Commands implements Tools {

    private interface Action {
        void run(List<String> arguments, Map<String, String> environment, PrintStream out) throws IOException;
    }

    private record Row(String name, String help, Action action) {}

    private static final List<Row> ROWS = List.of(
            new Row("check", "says everything that is wrong in effe.yaml", CheckCommand::run),
            new Row("image", "makes a function's container image, without Docker", ImageCommand::run));

    @Override
    public void run(List<String> arguments, Map<String, String> environment, PrintStream out) throws IOException {
        String name = arguments.get(0);
        if (name.equals("help")) {
            out.print(help());
            return;
        }
        for (Row row : ROWS) {
            if (row.name.equals(name)) {
                row.action.run(arguments.subList(1, arguments.size()), environment, out);
                return;
            }
        }
        String known = ROWS.stream().map(Row::name).collect(Collectors.joining(", "));
        throw new UsageException("There is no command \"" + name + "\", but: " + known + ", help");
    }

    private static String help() {
        StringBuilder text =
                new StringBuilder("Usage: effe <command> ..., or effe --<setting> <value> ... to serve\n\n");
        for (Row row : ROWS) {
            text.append(String.format(Locale.ROOT, "  %-8s %s: effe %s --help%n", row.name, row.help, row.name));
        }
        return text.append("\nServing: effe --help\n").toString();
    }
}
