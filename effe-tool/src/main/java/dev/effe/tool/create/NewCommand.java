package dev.effe.tool.create;

import dev.effe.tool.ToolCommand;
import dev.effe.tool.create.Template.Sources;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe new}: makes a project that builds, tests and runs as it is. */
@Command(
        name = "new",
        sortOptions = false,
        description = {
            "Makes a project that builds, tests and runs as it is.",
            "In a folder of its name: the function and its test, a pom for Maven 3.8 or newer and its wrapper, README,"
                    + " Dockerfile, manifests for Kubernetes.",
            "A folder that is there and not empty is left as it is."
        },
        footer = {
            "",
            "Types:",
            "  http     a function that answers HTTP requests",
            "  json     JSON in, JSON out",
            "  args     named arguments in, JSON out",
            "  lambda   an AWS Lambda handler behind a Function URL",
            "  app      an application of three functions: effe.yaml",
            "",
            "Examples:",
            "  effe new my-function                              in the package com.example.myfunction",
            "  effe new greeter --type json --package com.acme",
            "  effe new shop --type app"
        })
public final class NewCommand implements ToolCommand {

    /** For completion and help. */
    static final class Types extends ArrayList<String> {

        private static final long serialVersionUID = 1;

        Types() {
            super(Arrays.stream(ProjectType.values()).map(ProjectType::toString).toList());
        }
    }

    @Parameters(paramLabel = "<name>", description = "Name of the folder, the artifact and the jar.")
    private String name = "";

    @Option(
            names = "--type",
            paramLabel = "<type>",
            completionCandidates = Types.class,
            description = "One of ${COMPLETION-CANDIDATES}; http by default.")
    private String type = "http";

    @Option(
            names = "--package",
            paramLabel = "<package>",
            description = "Package of the classes, and group of the artifact; com.example.NAME by default.")
    private Optional<String> packageName = Optional.empty();

    private final Sources sources;
    private final Path parent;
    private final Optional<Path> repository;

    /** The command, with what is packed in its jar. */
    public NewCommand() {
        this(Sources.packed(), Path.of(""), besideThisJar());
    }

    /**
     * The command.
     *
     * @param parent where the folder is made
     * @param repository Effe's artifacts in Maven's layout; none if they are published
     */
    NewCommand(Sources sources, Path parent, Optional<Path> repository) {
        this.sources = sources;
        this.parent = parent;
        this.repository = repository;
    }

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Template template = Template.of(ProjectType.of(type), sources);
        Project project = Project.of(name, packageName, template);
        ProjectFolder folder = new ProjectFolder(parent.resolve(name));
        folder.checkFree();
        folder.write(ProjectFiles.of(sources, template, project, repository));
        out.printf("%s is %s, in %s. Next:%n", name, template.type().description(), project.packageName());
        out.printf("  cd %s%n", name);
        out.printf("  %s%n", template.type().develop(project));
        out.printf("  ./mvnw package%n");
    }

    private static Optional<Path> besideThisJar() {
        try {
            Path jar = Path.of(NewCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.of(jar.resolveSibling("repository")).filter(Files::isDirectory);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A file has a location", e);
        }
    }
}
