package dev.effe.tool.kubernetes;

import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.tool.remote.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The user's own kubectl, with his contexts and his ways to log in. Each call is a process, whose time and output are
 * bounded. Documents go to it by standard input, so that no secret is an argument or a file. Thread-safe.
 */
final class Kubectl {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_ERROR_BYTES = 4000;
    private static final byte[] NOTHING = {};
    /** Who has changed a field, as the API server keeps it. */
    private static final String MANAGER = "--field-manager=effe";

    private final List<String> where;
    private final Map<String, String> environment;

    /** @param environment of the processes: where kubectl and its configuration are */
    Kubectl(KubernetesTarget target, Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        target.context().ifPresent(context -> options.add("--context=" + context));
        target.namespace().ifPresent(namespace -> options.add("--namespace=" + namespace));
        where = List.copyOf(options);
        this.environment = Map.copyOf(environment);
    }

    /** Runs it, and returns what it has printed. */
    String run(String... arguments) throws IOException {
        return given(NOTHING, arguments);
    }

    /** Runs it with documents at its standard input. */
    String given(byte[] documents, String... arguments) throws IOException {
        return new String(bytes(documents, arguments), StandardCharsets.UTF_8);
    }

    /** Runs it, and reads the JSON that it prints. */
    Map<String, Object> json(String... arguments) throws IOException {
        try {
            return JsonFields.map(Json.read(bytes(NOTHING, arguments)));
        } catch (IllegalArgumentException e) {
            throw new ToolException("kubectl " + arguments[0] + " printed no JSON: " + e.getMessage());
        }
    }

    /**
     * Makes a resource.
     *
     * @return false if there is one of its name
     */
    boolean create(byte[] document) throws IOException {
        try {
            given(document, "create", "--filename=-", "--validate=false", MANAGER);
            return true;
        } catch (KubectlException e) {
            if (e.is("AlreadyExists")) {
                return false;
            }
            throw e;
        }
    }

    /** Makes resources, or changes those that are there. */
    void apply(byte[] documents) throws IOException {
        given(documents, "apply", "--server-side", "--filename=-", "--validate=false", MANAGER);
    }

    private byte[] bytes(byte[] documents, String... arguments) throws IOException {
        Process process = start(arguments);
        try {
            CompletableFuture<byte[]> output = read(process.getInputStream(), MOST_BYTES);
            CompletableFuture<byte[]> errors = read(process.getErrorStream(), MOST_ERROR_BYTES);
            write(process, documents);
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new ToolException("kubectl " + arguments[0] + " has not ended after " + LONGEST.toSeconds()
                        + " s: is the cluster reached? kubectl cluster-info says so");
            }
            byte[] printed = output.join();
            String said = plain(new String(errors.join(), StandardCharsets.UTF_8));
            if (process.exitValue() != 0) {
                throw new KubectlException("kubectl " + arguments[0], said + hint(said));
            }
            if (printed.length > MOST_BYTES) {
                throw new ToolException("kubectl " + arguments[0] + " printed more than " + MOST_BYTES + " bytes");
            }
            return printed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws ToolException {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        command.addAll(where);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ToolException("There is no kubectl on the PATH, which a target kubernetes needs: install it, and"
                    + " check it by kubectl version");
        }
    }

    /** A kubectl that ends before it has read all says why itself. */
    private static void write(Process process, byte[] documents) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(documents);
        } catch (IOException e) {
            // Its exit code and its errors say more.
        }
    }

    /** Reads one byte more than is allowed, and drops what comes behind it. */
    private static CompletableFuture<byte[]> read(InputStream stream, int most) {
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (stream) {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        bytes.write(stream.readNBytes(most + 1));
                        stream.transferTo(OutputStream.nullOutputStream());
                        whole.complete(bytes.toByteArray());
                    } catch (IOException e) {
                        whole.complete(NOTHING);
                    }
                },
                "effe-kubectl");
        reader.setDaemon(true);
        reader.start();
        return whole;
    }

    private static String plain(String said) {
        return said.replaceAll("[\\p{Cntrl}&&[^\\n]]", " ").strip();
    }

    private static String hint(String said) {
        if (said.contains("context was not found") || (said.contains("does not exist") && said.contains("context"))) {
            return " (kubectl config get-contexts lists them)";
        }
        if (said.contains("(Forbidden)")) {
            return " (docs/kubernetes.md lists the rights that a deployment needs)";
        }
        return said.contains("connection refused") || said.contains("no such host")
                ? " (kubectl cluster-info says whether the cluster is reached)"
                : "";
    }
}
