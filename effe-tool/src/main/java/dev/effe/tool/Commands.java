package dev.effe.tool;

import dev.effe.server.cli.Tools;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.app.CheckCommand;
import dev.effe.tool.create.NewCommand;
import dev.effe.tool.deploy.AliasCommand;
import dev.effe.tool.deploy.BuildCodeCommand;
import dev.effe.tool.deploy.DeleteCommand;
import dev.effe.tool.deploy.DeployCommand;
import dev.effe.tool.deploy.DiffCommand;
import dev.effe.tool.deploy.ListCommand;
import dev.effe.tool.deploy.LogsCommand;
import dev.effe.tool.deploy.MetricsCommand;
import dev.effe.tool.deploy.PromoteCommand;
import dev.effe.tool.deploy.RollbackCommand;
import dev.effe.tool.deploy.TemplateCommand;
import dev.effe.tool.deploy.VersionsCommand;
import dev.effe.tool.describe.DescribeCommand;
import dev.effe.tool.dev.DevCommand;
import dev.effe.tool.explore.ExploreCommand;
import dev.effe.tool.host.HostCommand;
import dev.effe.tool.image.ImageCommand;
import dev.effe.tool.invoke.InvokeCommand;
import dev.effe.tool.operate.JfrCommand;
import dev.effe.tool.operate.TopCommand;
import dev.effe.tool.routes.RoutesCommand;
import dev.effe.tool.topics.AppendCommand;
import dev.effe.tool.topics.DeadCommand;
import dev.effe.tool.topics.EventsCommand;
import dev.effe.tool.topics.ReplayCommand;
import dev.effe.tool.topics.TopicsCommand;
import dev.effe.tool.trace.TraceCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of effe besides serving, in one table. */
public final class Commands implements Tools {

    /** The commands of a group of the help. */
    private record Group(String title, List<Supplier<ToolCommand>> commands) {}

    private static final List<Group> GROUPS = List.of(
            new Group("Develop", List.of(NewCommand::new, DevCommand::new, InvokeCommand::new)),
            new Group("An application", List.of(CheckCommand::new, RoutesCommand::new, DescribeCommand::new)),
            new Group(
                    "Its topics",
                    List.of(
                            TopicsCommand::new,
                            AppendCommand::new,
                            EventsCommand::new,
                            DeadCommand::new,
                            ReplayCommand::new)),
            new Group("Its requests", List.of(TraceCommand::new)),
            new Group(
                    "The host",
                    List.of(
                            HostCommand::new,
                            ExploreCommand::new,
                            DeployCommand::new,
                            DiffCommand::new,
                            ListCommand::new,
                            VersionsCommand::new,
                            AliasCommand::new,
                            PromoteCommand::new,
                            RollbackCommand::new,
                            LogsCommand::new,
                            MetricsCommand::new,
                            DeleteCommand::new,
                            BuildCodeCommand::new,
                            TemplateCommand::new)),
            new Group("A running server", List.of(TopCommand::new, JfrCommand::new)),
            new Group("A container image", List.of(ImageCommand::new)),
            new Group("The shell", List.of(CompletionCommand::new)));

    @Override
    public void run(List<String> arguments, Map<String, String> environment, PrintStream out) throws IOException {
        boolean help = arguments.get(0).equals("help");
        if (help && arguments.size() == 1) {
            out.print("Usage: effe <command> ..., or effe --<setting> <value> ... to serve\n\n" + help());
            return;
        }
        String[] asked = help ? new String[] {arguments.get(1), "--help"} : arguments.toArray(String[]::new);
        ParseResult command = parse(commandLine(), asked).subcommand();
        if (command.isUsageHelpRequested()) {
            command.commandSpec().commandLine().usage(out);
        } else {
            ((ToolCommand) command.commandSpec().userObject()).run(environment, out);
        }
    }

    @Override
    public String help() {
        StringBuilder text = new StringBuilder("Commands (effe <command> --help has examples):\n");
        for (Group group : GROUPS) {
            text.append("  ").append(group.title).append(":\n");
            for (CommandLine command : commandLines(group).values()) {
                CommandSpec spec = command.getCommandSpec();
                String[] lines = spec.usageMessage().description();
                text.append(String.format(Locale.ROOT, "    %-10s  %s%n", spec.name(), lines[0]));
            }
        }
        return text.toString();
    }

    /** All commands below effe. */
    static CommandLine commandLine() {
        CommandLine effe = new CommandLine(CommandSpec.create().name("effe"));
        GROUPS.forEach(group -> commandLines(group).forEach(effe::addSubcommand));
        return effe.setExpandAtFiles(false); // A value such as @event.json is the command's own business.
    }

    private static Map<String, CommandLine> commandLines(Group group) {
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        for (Supplier<ToolCommand> command : group.commands) {
            CommandLine made = new CommandLine(command.get());
            made.getCommandSpec().addOption(helpOption());
            commands.put(made.getCommandName(), made);
        }
        return commands;
    }

    private static OptionSpec helpOption() {
        return OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Print this help.")
                .build();
    }

    /** Reads arguments; an error is one line that says what is known. */
    private static ParseResult parse(CommandLine effe, String... arguments) {
        if (!effe.getSubcommands().containsKey(arguments[0])) {
            throw new UsageException("There is no command " + arguments[0]
                    + meant(new UnmatchedArgumentException(effe, List.of(arguments[0])))
                    + " (effe help lists all)");
        }
        try {
            return effe.parseArgs(arguments);
        } catch (UnmatchedArgumentException e) {
            throw new UsageException(oneLine(e) + meant(e) + hint(e), e);
        } catch (MissingParameterException e) {
            throw new UsageException(oneLine(e) + hint(e), e);
        } catch (ParameterException e) {
            throw new UsageException(oneLine(e), e);
        }
    }

    private static String oneLine(ParameterException e) {
        return String.valueOf(e.getMessage())
                .replaceAll("\\s*\\R\\s*", " ")
                .replaceFirst(" is not an? (?:long|int)$", " is no whole number"); // Java's words for it.
    }

    private static String meant(UnmatchedArgumentException e) {
        List<String> similar = e.getSuggestions();
        return similar.isEmpty() ? "" : ": did you mean " + similar.get(0) + "?";
    }

    private static String hint(ParameterException e) {
        return " (" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help lists all)";
    }
}
