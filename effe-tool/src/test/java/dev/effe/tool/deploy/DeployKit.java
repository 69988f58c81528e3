package dev.effe.tool.deploy;

import com.acme.tool.Doubler;
import com.acme.tool.Told;
import dev.effe.server.cli.ToolException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.ToolTester;
import dev.effe.tool.remote.AwsProfile;
import dev.effe.tool.remote.Endpoint;
import dev.effe.tool.remote.LambdaClient;
import dev.effe.tool.remote.LambdaFunctions;
import dev.effe.tool.remote.Pause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A folder with an effe.yaml, and commands that are run on it. */
public final class DeployKit {

    public final Path folder;
    public final Map<String, String> environment = new TreeMap<>();

    public DeployKit(Path folder) {
        this.folder = folder;
        environment.put("HOME", folder.toString());
    }

    /** Writes the code of a function, as a folder with two handlers and a text. */
    public void code(String name, String text) throws IOException {
        classes(name, Doubler.class, Told.class);
        Files.writeString(folder.resolve(name).resolve("text.txt"), text);
    }

    /** Writes code as a folder with these classes. */
    public void classes(String name, Class<?>... classes) throws IOException {
        Path types = Files.createDirectories(folder.resolve(name).resolve("com/acme/tool"));
        for (Class<?> type : classes) {
            String file = type.getSimpleName() + ".class";
            try (InputStream in = type.getResourceAsStream(file)) {
                Files.write(types.resolve(file), in.readAllBytes());
            }
        }
    }

    /** Compiles the sources of a folder to a jar. */
    void jar(String name, Path sources) throws IOException {
        Path file = folder.resolve(name);
        Path types = Files.createDirectories(
                Files.createDirectories(file.getParent()).resolve("types"));
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-cp", System.getProperty("java.class.path"), "-d", types.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(path -> path.endsWith(".java")).forEach(arguments::add);
        }
        tool("javac", arguments);
        tool("jar", List.of("--create", "--file", file.toString(), "-C", types.toString(), "."));
    }

    private static void tool(String name, List<String> arguments) throws IOException {
        ToolProvider tool = ToolProvider.findFirst(name).orElseThrow();
        if (tool.run(System.out, System.err, arguments.toArray(String[]::new)) != 0) {
            throw new IOException(name + " has failed");
        }
    }

    public Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** The operations of a fake host. */
    LambdaFunctions place(FakeLambda fake) {
        Endpoint endpoint = new Endpoint(URI.create(fake.url()), "us-east-1", true, Optional.empty());
        return new LambdaFunctions(LambdaClient.of(endpoint, new AwsProfile(environment), Pause.REAL));
    }

    /** Runs a command with the effe.yaml of the folder, and returns its lines. */
    public List<String> run(ToolCommand command, String... arguments) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("--app", folder.resolve("effe.yaml").toString()));
        all.addAll(List.of(arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        try {
            ToolTester.run(command, all, environment, print);
        } catch (ToolException e) {
            throw new ToolException(out.toString(StandardCharsets.UTF_8) + e.getMessage(), e.exitCode());
        }
        return out.toString(StandardCharsets.UTF_8)
                .replaceAll("(duration=|deployed in )[0-9.]+m?s", "$1…")
                .lines()
                .map(String::strip)
                .toList();
    }
}
