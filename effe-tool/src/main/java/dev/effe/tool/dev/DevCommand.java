package dev.effe.tool.dev;

import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** The command {@code effe dev}: serves functions from their sources, and anew when these change. */
@Command(
        name = "dev",
        sortOptions = false,
        customSynopsis = "effe dev [effe.yaml... | <folder> | <Hello.java>] [<options>] [--<setting> <value>]...",
        description = {
            "Serves functions from their sources, and reloads them on a save.",
            "Without an argument this folder is meant. Of a folder effe.yaml is served, else its only function. Sources"
                    + " are compiled within the process; Maven says the class path. A request after a save waits for the"
                    + " reload; no request is lost by one. Errors are shown on the terminal, as a page in a"
                    + " browser, and as a problem to others. Only this machine reaches it, unless --host is given. The"
                    + " settings of a server count too (effe --help). Ctrl-C ends it."
        },
        footer = {
            "",
            "Examples:",
            "  effe dev                                     this folder",
            "  effe dev Hello.java --port 9000",
            "  effe dev orders --set currency=EUR --debug   a debugger attaches to port 5005",
            "  effe dev . --build \"gradle -q classes\" --class-path build/classes/java/main",
            "  effe dev --test                              tests run beside it; t and Enter switches them",
            "  effe dev --build none                        an IDE compiles"
        })
public final class DevCommand implements ToolCommand {

    @Option(
            names = "--class-path",
            paramLabel = "<paths>",
            description =
                    "Jars and folders that the sources need, in place of what Maven says; with --build the folder of"
                            + " classes first.")
    private Optional<String> classPath = Optional.empty();

    @Option(
            names = "--build",
            paramLabel = "<command|none>",
            description = "Run this after a change, in place of compiling here; none: somebody else compiles.")
    private Optional<String> build = Optional.empty();

    @Option(
            names = "--debug",
            paramLabel = "[<port>]",
            preprocessor = DebugPort.class,
            description = "Let a debugger attach, on this port of loopback; 5005 by default.")
    private Optional<Integer> debug = Optional.empty();

    @Option(
            names = "--test",
            description = "Run the tests too: after each save those that it concerns, or that failed before.")
    private boolean test;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        if (build.filter(String::isBlank).isPresent()) {
            throw new UsageException("--build is empty: it must be a command, or none");
        }
        if (build.isEmpty()) {
            Jdk.checkCompiler();
        }
        List<Path> libraries = libraries();
        DevArguments arguments = DevArguments.of(rest, Path.of("").toAbsolutePath());
        Dev dev = new Dev(arguments, libraries, build, test, DevArguments.environment(environment), out);
        if (debug.isPresent()) {
            Jdk.checkDebugger();
            DevEnd.exit(DebuggedProcess.run(debug.get(), again(), out));
        }
        dev.run();
    }

    private List<Path> libraries() {
        List<Path> paths = classPath.stream()
                .flatMap(text -> Stream.of(text.split(File.pathSeparator)))
                .filter(text -> !text.isEmpty())
                .map(text -> Path.of(text).toAbsolutePath().normalize())
                .toList();
        boolean made = build.isPresent();
        for (Path path : paths) {
            if (!made && !path.toFile().exists()) {
                throw new UsageException("--class-path names " + path + ", which is not there");
            }
        }
        return paths;
    }

    /** The arguments without the debugger. */
    private List<String> again() {
        List<String> arguments = new ArrayList<>(List.of("dev"));
        classPath.ifPresent(text -> arguments.addAll(List.of("--class-path", text)));
        build.ifPresent(text -> arguments.addAll(List.of("--build", text)));
        if (test) {
            arguments.add("--test");
        }
        arguments.addAll(rest);
        return arguments;
    }
}
