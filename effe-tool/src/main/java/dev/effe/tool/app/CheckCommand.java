package dev.effe.tool.app;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code effe check}: says everything that is wrong with an application's files. */
@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Says everything that is wrong in effe.yaml.",
            "A line each, with file, line and column. Starts nothing.",
            "If nothing is wrong, also says when each schedule is due next.",
            "Exit code: 0 if all is right, also with warnings; 2 if not."
        },
        footer = {
            "",
            "Examples:",
            "  effe check",
            "  effe check effe.yaml effe.test.yaml    the second is laid over the first",
            "  effe check effe.yaml --only orders     the jars of the other functions need not be there"
        })
public final class CheckCommand implements ToolCommand {

    @Mixin
    private AppFiles asked;

    @Mixin
    private OnlyFunctions only;

    @Override
    public void run(Map<String, String> environment, PrintStream out) {
        AppCheck check = AppCheck.of(asked.files(), only.names());
        check.errors().forEach(out::println);
        check.warnings().forEach(out::println);
        String files = asked.text();
        if (check.application().isEmpty()) {
            int errors = check.errors().size();
            throw new UsageException(files + " has " + (errors == 1 ? "an error" : errors + " errors"));
        }
        out.println(files + " is right: " + summary(check.application().get(), check.hosted()));
        NextDue.of(check.hosted(), Instant.now(), 1).forEach(due -> out.println(due.line()));
    }

    private static String summary(Application application, List<FunctionEntry> hosted) {
        String names = hosted.stream().map(FunctionEntry::name).collect(Collectors.joining(", "));
        return application.name() + " with " + names;
    }
}
