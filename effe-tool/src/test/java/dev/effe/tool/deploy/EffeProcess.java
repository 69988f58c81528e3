package dev.effe.tool.deploy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of effe, of effe.jar and the class path of the tests, which serves on a free port. */
final class EffeProcess implements AutoCloseable {

    private static final Path JAR = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"))
            .toAbsolutePath()
            .normalize();

    private final Process process;
    private final Pattern serving;
    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<String> port = new CompletableFuture<>();

    private EffeProcess(Process process, Pattern serving) {
        this.process = process;
        this.serving = serving;
    }

    /**
     * Starts one.
     *
     * @param serving is in the line that says where it serves; its group is the port
     */
    static EffeProcess start(Path folder, Pattern serving, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = new ArrayList<>(List.of(
                java, "-cp", JAR + File.pathSeparator + System.getProperty("java.class.path"), "dev.effe.server.Main"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("EFFE_") || name.startsWith("AWS_"));
        EffeProcess started = new EffeProcess(builder.start(), serving);
        Thread reader = new Thread(started::read);
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                output.append(line).append('\n');
                Matcher found = serving.matcher(line);
                if (found.find()) {
                    port.complete(found.group(1));
                }
            }
        } catch (IOException e) {
            output.append(e);
        }
        port.completeExceptionally(new IOException(output.toString()));
    }

    /** Its URL, once it serves. */
    String url() throws Exception {
        return "http://127.0.0.1:" + port.get(3, TimeUnit.MINUTES);
    }

    Process process() {
        return process;
    }

    /** All that it has printed. */
    String output() {
        return output.toString();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
