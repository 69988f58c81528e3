package dev.effe.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.lambda.RuntimeApiStub.Answer;
import dev.effe.lambda.RuntimeApiStub.Event;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * AWS's own runtime interface client for Java, in a JVM of its own: never in this one, whose TLS it would weaken.
 */
final class AwsRuntime implements AutoCloseable {

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final long PATIENCE_MILLIS = 60_000;

    private final RuntimeApiStub api;
    private final Process process;
    private final Path output;

    private AwsRuntime(RuntimeApiStub api, Process process, Path output) {
        this.api = api;
        this.process = process;
        this.output = output;
    }

    /** True if AWS ships its native part for this machine. */
    static boolean isHere() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"))
                && !Files.exists(Path.of("/etc/alpine-release"));
    }

    /**
     * @param taskRoot has the handlers' classes and their lib folder
     * @param handlers those to be served, one after the other
     */
    static AwsRuntime start(Path taskRoot, Path scratch, List<String> handlers) throws IOException {
        RuntimeApiStub api = new RuntimeApiStub();
        Path home = Files.createTempDirectory(scratch, "aws");
        Path output = home.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.system.class.loader=" + AwsDriver.class.getName(),
                "-cp",
                driver(home).toString(),
                AwsDriver.class.getName(),
                classPath(),
                nativeLibrary(home).toString()));
        command.addAll(handlers);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(taskRoot.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        return new AwsRuntime(api, builder.start(), output);
    }

    /** A class path with nothing else of these tests. */
    private static Path driver(Path home) throws IOException {
        String file = AwsDriver.class.getName().replace('.', '/') + ".class";
        Path copy = home.resolve(file);
        Files.createDirectories(copy.getParent());
        return copy(file, copy, home);
    }

    private static Path nativeLibrary(Path home) throws IOException {
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch_64";
        Path copy = home.resolve("aws.so");
        return copy("jni/libaws-lambda-jni.linux-" + architecture + ".so", copy, copy);
    }

    private static Path copy(String resource, Path target, Path result) throws IOException {
        try (InputStream in = AwsRuntime.class.getResourceAsStream("/" + resource)) {
            Files.write(target, in.readAllBytes());
        }
        return result;
    }

    /** Goes on with the next handler. */
    void next() throws InterruptedException, IOException {
        api.park();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Returns its post for an event. */
    Answer call(Event event) throws InterruptedException {
        api.send(event);
        return answer();
    }

    /** Returns its post of its own accord. */
    Answer answer() throws InterruptedException {
        for (long waited = 0; waited < PATIENCE_MILLIS; waited += 1000) {
            Answer answer = api.answer(1000);
            if (answer != null) {
                return answer;
            }
            assertThat(process.isAlive()).as(this::toString).isTrue();
        }
        throw new AssertionError("No answer from " + this);
    }

    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Stream.of(
                                CLIENT,
                                "com.amazonaws.services.lambda.runtime.RequestHandler",
                                "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
                                "software.amazon.awssdk.utilslite.SdkInternalThreadLocal")
                        .map(AwsRuntime::jarOf)
                        .map(Path::toString)
                        .toList());
    }

    /** The jar that has a class, which is not loaded. */
    static Path jarOf(String className) {
        String file = className.replace('.', '/') + ".class";
        URL url = AwsRuntime.class.getClassLoader().getResource(file);
        assertThat(url).as(className).isNotNull();
        String text = url.getPath();
        return Path.of(java.net.URI.create(text.substring(0, text.indexOf('!'))));
    }

    @Override
    public String toString() {
        try {
            List<String> lines =
                    new ArrayList<>(List.of(process.info().commandLine().orElse("AWS's runtime")));
            lines.addAll(Files.readAllLines(output));
            return String.join("\n", lines);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        api.close();
    }
}
