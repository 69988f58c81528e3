package dev.effe.tool.app;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.settings.UsageException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The command {@code effe check}: says everything that is wrong with an application's files. */
public final class CheckCommand {

    static final String HELP = """
            Usage: effe check [effe.yaml]... [--only <functions>]

            Says everything that is wrong in effe.yaml, a line each with file, line and column. Starts nothing.
            Exit code: 0 if all is right, also with warnings; 2 if not.

              --only <names>   Check as for a process that hosts these functions only, separated by commas.

            Examples:
              effe check
              effe check effe.yaml effe.test.yaml    the second is laid over the first
              effe check effe.yaml --only orders     the jars of the other functions need not be there
            """;

    private CheckCommand() {}

    /**
     * Runs it.
     *
     * @param arguments those behind its name
     * @param environment the environment variables
     * @param out for the errors and warnings
     * @throws UsageException if the arguments are wrong, or something in the files is
     */
    public static void run(List<String> arguments, Map<String, String> environment, PrintStream out) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(HELP);
            return;
        }
        AppArguments asked = AppArguments.parse("check", arguments, Set.of("--only"));
        AppCheck check = AppCheck.of(asked.files(), asked.only());
        check.errors().forEach(out::println);
        check.warnings().forEach(out::println);
        String files = asked.files().stream().map(String::valueOf).collect(Collectors.joining(", "));
        if (check.application().isEmpty()) {
            int errors = check.errors().size();
            throw new UsageException(files + " has " + (errors == 1 ? "an error" : errors + " errors"));
        }
        out.println(files + " is right: " + summary(check.application().get(), check.hosted()));
    }

    private static String summary(Application application, List<FunctionEntry> hosted) {
        String names = hosted.stream().map(FunctionEntry::name).collect(Collectors.joining(", "));
        return application.name() + " with " + names;
    }
}
