package dev.effe.bench.compare;

import dev.effe.bench.candidate.EffeFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Effe with routes, and as the host of an application, from this bench.jar. */
final class Applications {

    private static final int ROUTES = 50;
    private static final String FUNCTION = EffeFunction.class.getName();

    private Applications() {}

    /** The function behind 50 routes, of which the one that is asked for has two parameters. */
    static Candidate routed(Path benchJar) {
        List<String> routes =
                new ArrayList<>(List.of("--route", "GET /shops/{shop}/items/{item}", "--route", "GET /hello"));
        for (int i = 2; i < ROUTES; i++) {
            routes.addAll(List.of("--route", "GET /shops/{shop}/other" + i + "/{item}"));
        }
        return Candidate.effe("effe-routes", benchJar).with(routes);
    }

    /** An application of so many functions, the same code each, with a class loader of its own. */
    static Candidate hosting(int functions, Path benchJar) throws IOException {
        Path folder = Files.createTempDirectory("effe-application");
        String file = FUNCTION.replace('.', '/') + ".class";
        Path code = folder.resolve("code");
        Files.createDirectories(code.resolve(file).getParent());
        try (InputStream function = Applications.class.getResourceAsStream('/' + file);
                InputStream compute =
                        Applications.class.getResourceAsStream("/dev/effe/bench/candidate/Compute.class")) {
            Files.write(code.resolve(file), function.readAllBytes());
            Files.write(code.resolve(file).resolveSibling("Compute.class"), compute.readAllBytes());
        }
        StringBuilder application = new StringBuilder("effe: 1\nname: bench\nfunctions:\n");
        for (int i = 0; i < functions; i++) {
            String path = i == 0 ? "/hello" : "/" + i;
            application.append("  f%d: {code: code, logic: %s, routes: [GET %s]}%n".formatted(i, FUNCTION, path));
        }
        Path effeYaml = Files.writeString(folder.resolve("effe.yaml"), application);
        List<String> arguments = List.of("--port", "PORT", "--host", "127.0.0.1", "--app", effeYaml.toString());
        return new Candidate("effe-app-" + functions, benchJar.toString(), "dev.effe.server.Main", arguments);
    }
}
