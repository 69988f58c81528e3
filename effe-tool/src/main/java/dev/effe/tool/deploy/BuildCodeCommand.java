package dev.effe.tool.deploy;

import dev.effe.server.app.FunctionEntry;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.plan.Preparation;
import dev.effe.tool.deploy.plan.Scope;
import dev.effe.tool.deploy.plan.Sizes;
import dev.effe.tool.pack.CodePackage;
import dev.effe.tool.pack.WholeFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe build}: writes the code of a function as a deployment sends it. */
@Command(
        name = "build",
        sortOptions = false,
        description = {
            "Writes the zip of a function that a deployment would send.",
            "Runs the function's build command first. The same files give the same bytes, so the SHA-256 that is printed is"
                    + " that of the version on a host or on AWS."
        },
        footer = {"", "Examples:", "  effe build orders", "  effe build orders -o target/orders.zip"})
public final class BuildCodeCommand implements ToolCommand {

    @Mixin
    private AppOption app;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file>",
            description = "The zip; <function>.zip by default. One that is there is replaced.")
    private Optional<Path> output = Optional.empty();

    @Parameters(paramLabel = "<function>", description = "A function of effe.yaml.")
    private String name;

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        List<FunctionEntry> functions = Scope.chosen(app.application(), List.of(name));
        FunctionEntry function = functions.get(0);
        Builds.run(List.of(function));
        CodePackage code = CodePackage.of(Preparation.codeOf(function));
        Path file = output.orElseGet(() -> Path.of(function.name() + ".zip"));
        WholeFile.write(file, code.zip());
        out.println(file + ": " + Sizes.text(code.zip().length) + ", "
                + code.files().size() + " files, SHA-256 " + code.sha256());
    }
}
