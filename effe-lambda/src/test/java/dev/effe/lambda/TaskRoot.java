package dev.effe.lambda;

import com.acme.Typed;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder with the handlers of {@code com.acme} as AWS Lambda unpacks them: classes at its root, jars in lib. */
final class TaskRoot {

    private final Path folder;

    private TaskRoot(Path folder) {
        this.folder = folder;
    }

    static TaskRoot in(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("com/acme"));
        try (Stream<Path> files = Files.list(home().resolve("com/acme"))) {
            for (Path file : files.toList()) {
                Files.copy(file, classes.resolve(file.getFileName()));
            }
        }
        Path lib = Files.createDirectories(folder.resolve("lib"));
        for (String type : List.of(
                "com.amazonaws.services.lambda.runtime.events.SQSEvent",
                "org.joda.time.DateTime",
                "com.fasterxml.jackson.annotation.JsonProperty",
                "org.crac.Core")) {
            Path jar = AwsRuntime.jarOf(type);
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
        return new TaskRoot(folder);
    }

    private static Path home() {
        return Path.of(java.net.URI.create(
                Typed.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** Names a serializer of the handlers' own. */
    TaskRoot serializers(String... classNames) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(
                services.resolve("com.amazonaws.services.lambda.runtime.CustomPojoSerializer"),
                List.of(classNames),
                StandardCharsets.UTF_8);
        return this;
    }

    Path folder() {
        return folder;
    }

    /** A class loader as the server makes it for a function. */
    URLClassLoader loader() throws IOException {
        List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
            for (Path jar : jars.sorted().toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader(
                "function my.jar", urls.toArray(URL[]::new), new LambdaProvider().platform(new ApiView()));
    }
}
