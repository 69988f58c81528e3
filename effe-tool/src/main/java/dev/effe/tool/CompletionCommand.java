package dev.effe.tool;

import dev.effe.server.cli.SettingsTable;
import dev.effe.server.settings.Setting;
import java.io.PrintStream;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command {@code effe completion}: prints a script that lets a shell complete commands, their options and settings. */
@Command(
        name = "completion",
        description = "Prints the script by which bash and zsh complete effe's arguments.",
        footer = {
            "",
            "Examples:",
            "  source <(effe completion)                    for this shell, bash or zsh",
            "  effe completion > /etc/bash_completion.d/effe  for every bash"
        })
final class CompletionCommand implements ToolCommand {

    @Override
    public void run(Map<String, String> environment, PrintStream out) {
        CommandLine effe = Commands.commandLine();
        for (Setting<?> setting : SettingsTable.all()) {
            effe.getCommandSpec()
                    .addOption(OptionSpec.builder(setting.flag())
                            .arity("1")
                            .type(String.class)
                            .paramLabel(setting.type().placeholder())
                            .build());
        }
        out.print(AutoComplete.bash("effe", effe));
    }
}
