package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of docker/haproxy and docker/nginx keep the Lambda API from clients, however they write its path. */
@Tag("slow")
class ProxiedLambdaApiIT {

    private static final String INVOKE = "/2015-03-31/functions/function/invocations";

    /**
     * The paths that an Effe without a proxy knows, and those that a proxy that decodes, merges or normalises makes of
     * other texts.
     */
    private static final List<String> PATHS = List.of(
            INVOKE,
            "/2021-11-15/functions/function/response-streaming-invocations",
            "/2014-11-13/functions/function/invoke-async/",
            "/2015-03-31/functions",
            "/2015-03-31/functions?a=b",
            "/%32015-03-31/functions/function/invocations",
            "/2015%2D03-31/functions/function/invocations",
            "/2015-03-31/%66unctions/function/invocations",
            "/2015-03-31%2ffunctions/function/invocations",
            "/2015-03-31/functions%2Ffunction%2Finvocations",
            "//2015-03-31/functions/function/invocations",
            "/./2015-03-31/functions/function/invocations",
            "/a/../2015-03-31/functions/function/invocations");

    /** That neither of them understands, or not both; none may arrive as a call. */
    private static final List<String> OTHER_PATHS = List.of(
            "/2015-03-31//functions/function/invocations",
            "/2015-03-31/./functions/function/invocations",
            "/2015-03-31/a/../functions/function/invocations",
            "/2015-03-31/a/%2e%2e/functions/function/invocations",
            "/%2532015-03-31/functions/function/invocations",
            "/%25%332015-03-31/functions/function/invocations");

    @TempDir
    Path folder;

    private Replicas serving() throws IOException {
        return new Replicas(
                        folder, "--lambda-api", "on", "--lambda-hosts", "*", "--data-dir", folder.resolve("data") + "")
                .start("hello-1");
    }

    @Test
    void haproxyKeepsItFromClients() throws Exception {
        try (Replicas replicas = serving();
                Haproxy haproxy = new Haproxy(folder, replicas.addresses())) {
            assertKept(haproxy.front(), replicas, "localhost", "/hello");
            assertKept(haproxy.front(), replicas, "hello.localhost", "");
        }
    }

    @Test
    void nginxKeepsItFromClients() throws Exception {
        try (Replicas replicas = serving();
                Nginx nginx = new Nginx(folder, replicas.addresses().values())) {
            assertKept(nginx.front(), replicas, "localhost", "/hello");
        }
    }

    private static void assertKept(InetSocketAddress front, Replicas replicas, String host, String prefix)
            throws IOException {
        Map.Entry<String, String> one =
                replicas.addresses().entrySet().iterator().next();
        String[] server = one.getValue().split(":");
        assertThat(post(new InetSocketAddress(server[0], Integer.parseInt(server[1])), INVOKE, host))
                .as("without the proxy")
                .contains("X-Amz-Executed-Version");
        assertThat(post(front, prefix + "/orders", host))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n1");
        for (String path : PATHS) {
            assertThat(post(front, prefix + path, host)).as(path).startsWith("HTTP/1.1 404 ");
        }
        for (String path : OTHER_PATHS) {
            assertThat(post(front, prefix + path, host))
                    .as(path)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContainIgnoringCase("x-amzn-")
                    .doesNotContainIgnoringCase("x-amz-");
        }
    }

    private static String post(InetSocketAddress server, String path, String host) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout((int) EffeProcess.PATIENCE.toMillis());
            String request = "POST " + path + " HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
