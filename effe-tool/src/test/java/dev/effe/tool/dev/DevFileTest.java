package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, for a source file. */
class DevFileTest {

    @TempDir
    Path folder;

    private Path save(String text) throws IOException {
        return Samples.write(folder.resolve("Hello.java"), text);
    }

    @Test
    void aRequestAfterASaveIsAnsweredByTheNewCode() throws Exception {
        save(Samples.text("Hello", "one"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(dev.text("/")).isEqualTo("one");
            for (int i = 0; i < 10; i++) {
                save(Samples.text("Hello", "save " + i));
                assertThat(dev.text("/")).isEqualTo("save " + i);
            }
            assertThat(dev.awaitLine(": Hello.java")).contains("reloaded in ");
            assertThat(dev.awaitLine("curl ")).isEqualTo("  curl http://localhost:" + dev.port() + "/");
            assertThat(dev.awaitLine("GET / 200")).matches("[0-9:]{8} GET / 200 [0-9.]+ ms");
            assertThat(folder).isDirectoryContaining("glob:**Hello.java").isDirectoryNotContaining("glob:**target");
        }
    }

    @Test
    void whatDoesNotCompileIsShownUntilItDoes() throws Exception {
        save(Samples.text("Hello", "one"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(dev.text("/")).isEqualTo("one");
            save(Samples.function("Hello", "response.text(\"</script>\" + missing);"));
            HttpResponse<String> page = dev.get("/", "Accept", "text/html,*/*");
            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.headers().map())
                    .containsEntry("content-type", List.of("text/html; charset=utf-8"))
                    .containsEntry("cache-control", List.of("no-store"));
            assertThat(page.body())
                    .contains("<title>It does not compile</title>", "&lt;/script&gt;", "Hello.java<span>:13:")
                    .containsOnlyOnce("</script>");
            String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
            String nonce = policy.replaceFirst(".*script-src 'nonce-([0-9a-f]+)'.*", "$1");
            assertThat(page.body()).contains("<script nonce=\"" + nonce + "\">");
            assertThat(dev.get("/", "Accept", "text/html").body()).doesNotContain(nonce);

            JsonNode problem = problem(dev.get("/", "Accept", "*/*"));
            assertThat(problem.get("detail").asText())
                    .startsWith("It does not compile: 1 error\nHello.java:13: cannot find symbol");
            assertThat(dev.get("/_effe-dev").body()).isEqualTo("{\"state\":2,\"broken\":true}\n");
            assertThat(dev.get("/_effe/livez").statusCode()).isEqualTo(200);

            save(Samples.text("Hello", "two"));
            assertThat(dev.text("/")).isEqualTo("two");
            assertThat(dev.get("/_effe-dev").body()).isEqualTo("{\"state\":3,\"broken\":false}\n");
        }
    }

    private static JsonNode problem(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void isBrokenFromTheStartAndGoesOn() throws Exception {
        save("class");
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(problem(dev.get("/")).get("detail").asText()).contains("Hello.java:1: ");
            save(Samples.text("Hello", "one"));
            assertThat(dev.text("/")).isEqualTo("one");
        }
    }

    @Test
    void anInitThatFailsIsShownWithItsLine() throws Exception {
        save(Samples.text("Hello", "one"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(dev.text("/")).isEqualTo("one");
            save(Samples.function(
                    "Hello",
                    "public void init(dev.effe.Setup setup) { throw new IllegalStateException(\"no <database>\"); }",
                    "response.text(\"never\");"));
            assertThat(dev.get("/", "Accept", "text/html").body())
                    .contains("<title>It does not start</title>", "no &lt;database&gt;")
                    .contains("<mark><i>   6 </i>    public void init", "<li class=own>Hello.init(Hello.java:6)</li>");
            assertThat(problem(dev.get("/")).get("detail").asText()).contains("    at Hello.init(Hello.java:6)");
            save(Samples.text("Hello", "two"));
            assertThat(dev.text("/")).isEqualTo("two");
        }
    }

    @Test
    void aStartThatFailsIsShownWithItsLine() throws Exception {
        save(Samples.text("Hello", "one").replace("return \"\";", "throw new IllegalStateException(\"no start\");"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(dev.get("/", "Accept", "text/html").body())
                    .contains("<title>It does not start</title>", "no start", "<mark><i>   9 </i>");
        }
    }

    @Test
    void anExceptionOfARunIsAnsweredWithItsTrace() throws Exception {
        save(Samples.function(
                "Hello",
                "static class Own extends RuntimeException { Own(Throwable cause) { super(\"outer\", cause); } }",
                """
                if (request.path().equals("/own")) {
                    response.header("Content-Length", "3");
                    try {
                        Integer.parseInt("<x>");
                    } catch (NumberFormatException e) {
                        throw new Own(e);
                    }
                }
                if (request.path().equals("/status")) {
                    throw new dev.effe.StatusException(409, "in use");
                }
                if (request.path().equals("/stream")) {
                    response.stream().write(new byte[100_000]);
                    throw new IllegalStateException("in the middle");
                }
                response.text("fine");"""));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            HttpResponse<String> page = dev.get("/own", "Accept", "text/html");
            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.body())
                    .contains("<title>The function threw an exception</title>", "Hello$Own: outer")
                    .contains("Caused by java.lang.NumberFormatException: For input string: &quot;&lt;x&gt;&quot;")
                    .contains("<mark><i>  18 </i>", "<mark><i>  16 </i>");
            String detail = problem(dev.get("/own")).get("detail").asText();
            assertThat(detail).contains("    at Hello.run(Hello.java:18)", "caused by java.lang.NumberFormatException");
            HttpResponse<String> meant = dev.get("/status", "Accept", "text/html");
            assertThat(meant.statusCode()).isEqualTo(409);
            assertThat(meant.body()).contains("in use").doesNotContain("Hello.java");
            assertThat(catchThrowable(() -> dev.get("/stream", "Accept", "text/html")))
                    .isInstanceOf(IOException.class);
            assertThat(dev.text("/")).isEqualTo("fine");
            dev.awaitLine("GET /own 500");
            dev.awaitLine("GET /status 409");
        }
    }

    /** A page of another site, whose name resolves to this machine, does not read sources. */
    @Test
    void sourcesAreNotShownToANameThatAStrangerMayOwn() throws Exception {
        save("class");
        try (DevProcess dev = DevProcess.start(folder, "Hello.java");
                Socket socket = new Socket("127.0.0.1", dev.port())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: evil.example\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 500")
                    .contains("It does not compile")
                    .doesNotContain("Hello.java");
        }
    }

    @Test
    void aFileThatIsGoneIsSaidAndAwaited() throws Exception {
        Path file = save(Samples.text("Hello", "one"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(dev.text("/")).isEqualTo("one");
            Files.delete(file);
            assertThat(problem(dev.get("/")).get("detail").asText()).contains("There is no source of Java in");
            save(Samples.text("Hello", "two"));
            assertThat(dev.text("/")).isEqualTo("two");
        }
    }

    @Test
    void aClassThatIsNoFunctionIsSaid() throws Exception {
        save("public class Hello {}");
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(problem(dev.get("/")).get("detail").asText())
                    .contains("no public class that implements dev.effe.Logic or dev.effe.JsonLogic");
        }
    }

    /** The server's own class, which a function would not see when it runs. */
    @Test
    void isCompiledWithTheApiAloneAndItsOwnLibraries() throws Exception {
        Path library = Files.createDirectories(folder.resolve("lib"));
        save(Samples.function("Hello", "response.text(io.netty.util.Version.class.getName());"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java", "--class-path", library.toString())) {
            assertThat(problem(dev.get("/")).get("detail").asText()).contains("package io.netty.util does not exist");
            save(Samples.function(
                    "Hello", "response.text(String.valueOf(org.slf4j.LoggerFactory.getLogger(\"x\") != null));"));
            assertThat(dev.text("/")).isEqualTo("true");
        }
    }

    @Test
    void aCallThatGoesOnEndsInTheOldCode() throws Exception {
        Path gate = folder.resolve("gate");
        save(Samples.function(
                        "Hello",
                        "System.out.println(\"begun\"); while (!java.nio.file.Files.exists(java.nio.file.Path.of(\""
                                + gate
                                + "\"))) { java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); } response.text(Old.TEXT);")
                + "class Old { static final String TEXT = String.valueOf(\"old\"); }\n");
        try (DevProcess dev = DevProcess.start(folder, "Hello.java", "--timeout", "100s")) {
            CompletableFuture<HttpResponse<String>> old =
                    dev.client.sendAsync(HttpRequest.newBuilder(dev.uri("/old")).build(), BodyHandlers.ofString());
            dev.awaitLine("begun");
            for (int i = 0; i < 3; i++) {
                save(Samples.text("Hello", "new " + i));
                assertThat(dev.text("/")).isEqualTo("new " + i);
            }
            Files.writeString(gate, "");
            assertThat(old.get(60, TimeUnit.SECONDS).body()).isEqualTo("old");
        }
    }

    @Test
    void listensOnLoopbackAndSaysOtherwise() throws Exception {
        save(Samples.text("Hello", "one"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java", "--host=")) {
            assertThat(dev.text("/")).isEqualTo("one");
            dev.awaitLine("--host is given: other machines may reach it");
        }
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(dev.text("/")).isEqualTo("one");
            assertThat(dev.output()).doesNotContain("--host is given");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        save(Samples.text("Hello", "one"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.effe.server.Main",
                    "dev",
                    "Hello.java",
                    "--port",
                    Integer.toString(taken.getLocalPort()));
            Process process = DevProcess.builder(folder, command).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(said)
                    .startsWith("effe: ")
                    .contains(Integer.toString(taken.getLocalPort()))
                    .hasLineCount(1);
        }
    }

    @Test
    void aSignalEndsItInGoodOrder() throws Exception {
        save(Samples.text("Hello", "one"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            assertThat(dev.text("/")).isEqualTo("one");
            dev.signal("TERM");
            assertThat(dev.awaitEnd()).isZero();
        }
        DevProcess.assumeInterruptible();
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            dev.awaitLine("ready in");
            dev.signal("INT");
            assertThat(dev.awaitEnd()).isZero();
        }
    }

    @Test
    void aSecondInterruptDoesNotWait() throws Exception {
        DevProcess.assumeInterruptible();
        save(
                Samples.function(
                        "Hello",
                        "System.out.println(\"begun\"); while (true) { try { Thread.currentThread().join(); } catch (InterruptedException e) { } }"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java", "--timeout", "100s", "--drain-timeout", "1000s")) {
            dev.client.sendAsync(HttpRequest.newBuilder(dev.uri("/")).build(), BodyHandlers.ofString());
            dev.awaitLine("begun");
            dev.signal("INT");
            dev.awaitLine("Draining");
            dev.signal("INT");
            assertThat(dev.awaitEnd()).isEqualTo(1);
        }
    }
}
