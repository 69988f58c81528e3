package dev.effe.test.host;

import dev.effe.Logic;
import dev.effe.lambda.LambdaProvider;
import dev.effe.server.Main;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Makes a jar that instances run: it has nothing but the server's class path, which is the part of the tests' that is the
 * server's own. Stateless.
 */
final class InstanceJar {

    /** The beginnings of the names of what the server needs, besides itself. */
    private static final List<String> LIBRARIES = List.of(
            "aws-lambda-java-core",
            "aws-lambda-java-serialization",
            "eventstream",
            "HdrHistogram",
            "jackson-",
            "jspecify",
            "logback-",
            "micrometer-",
            "netty-",
            "prometheus-",
            "slf4j-api",
            "snakeyaml-engine");

    private InstanceJar() {}

    static Path make(Path folder) throws IOException {
        Set<Path> parts = new LinkedHashSet<>();
        for (Class<?> type : List.of(Main.class, Logic.class, LambdaProvider.class)) {
            parts.add(placeOf(type));
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            String name = String.valueOf(path.getFileName());
            if (LIBRARIES.stream().anyMatch(name::startsWith)) {
                parts.add(path);
            }
        }
        StringBuilder classPath = new StringBuilder();
        parts.forEach(part -> classPath.append(part.toUri()).append(' '));
        Path jar = folder.resolve("effe.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest(classPath.toString())).close();
        return jar;
    }

    private static Path placeOf(Class<?> type) throws IOException {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Manifest manifest(String classPath) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        main.put(Attributes.Name.CLASS_PATH, classPath.strip());
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        main.putValue("Add-Opens", "java.base/java.lang java.base/jdk.internal.misc");
        return manifest;
    }
}
