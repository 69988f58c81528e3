package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The real HAProxy, with docker/haproxy/haproxy.cfg, in front of real effe processes. */
@Tag("slow")
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "takes minutes: once is enough; DrainIT runs on each Java")
class HaproxyIT {

    private static final String[] DRAIN = {"--drain-delay", "3s"};
    private static final int REQUESTS = Integer.getInteger("effe.rolling.requests", 15_000);
    private static final int CONTROL_ROUNDS = 10;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsHaproxy() {
        Program.named("haproxy");
    }

    @Test
    void losesNothingWhileServersAreRestartedOneByOne() throws Exception {
        try (Replicas replicas = new Replicas(folder, DRAIN).start("hello-1", "hello-2", "hello-canary")) {
            restartUnderLoad(new Haproxy(folder, replicas.addresses()), replicas, "/hello/", REQUESTS);
        }
    }

    @Test
    void losesNothingAlthoughNothingIsTriedAgain() throws Exception {
        try (Replicas replicas = new Replicas(folder, DRAIN).start("hello-1", "hello-2")) {
            restartUnderLoad(Haproxy.withoutRetries(folder, replicas.addresses()), replicas, "/hello/", REQUESTS);
        }
    }

    @Test
    void losesNothingOverHttp2() throws Exception {
        try (Replicas replicas = new Replicas(folder, DRAIN).start("markdown-1", "markdown-2")) {
            restartUnderLoad(new Haproxy(folder, replicas.addresses()), replicas, "/markdown/", REQUESTS);
        }
    }

    @Test
    void losesNothingWithTheProxyProtocol() throws Exception {
        try (Replicas replicas =
                new Replicas(folder, "--drain-delay", "3s", "--proxy-protocol", "on").start("orders-1", "orders-2")) {
            restartUnderLoad(new Haproxy(folder, replicas.addresses()), replicas, "/orders/", REQUESTS);
        }
    }

    @Test
    void losesNothingOverUnixSockets() throws Exception {
        try (Replicas replicas = new Replicas(folder, DRAIN).startAtSockets("hello-1", "hello-2")) {
            restartUnderLoad(Haproxy.withoutRetries(folder, replicas.addresses()), replicas, "/hello/", REQUESTS);
        }
    }

    private static void restartUnderLoad(Haproxy started, Replicas replicas, String path, int requests) {
        int restarts = 0;
        try (Haproxy haproxy = started;
                RollingLoad load = new RollingLoad(haproxy.front(), path, true)) {
            while (restarts < replicas.names().size() || load.answered() < requests) {
                String name = replicas.names().get(restarts++ % replicas.names().size());
                replicas.term(name);
                assertThat(replicas.replace(name)).as("exit code of %s", name).isZero();
                haproxy.awaitUp(name);
            }
            load.assertNothingLost(haproxy);
            System.out.printf("HAProxy %s: %d answered, 0 lost, %d restarts%n", path, load.answered(), restarts);
        }
    }

    /** Else the tests above would show nothing. */
    @Test
    void losesSomeWithoutADrain() throws Exception {
        try (Replicas replicas = new Replicas(folder).start("hello-1", "hello-2", "hello-canary");
                Haproxy haproxy = new Haproxy(folder, replicas.addresses());
                RollingLoad load = new RollingLoad(haproxy.front(), "/hello/", true)) {
            for (int round = 0; round < CONTROL_ROUNDS && load.lost() == 0; round++) {
                String name = replicas.names().get(round % replicas.names().size());
                load.awaitMore(100);
                replicas.kill(name);
                replicas.replace(name);
                haproxy.awaitUp(name);
            }
            assertThat(load.lost()).isPositive();
            System.out.printf("HAProxy without a drain: %d answered, %d lost%n", load.answered(), load.lost());
        }
    }

    @Test
    void theCanaryGetsItsWeight() throws Exception {
        try (Replicas replicas = new Replicas(folder).start("hello-1", "hello-2", "hello-canary")) {
            assertWeightsHold(replicas);
        }
    }

    /** The servers are ready and have answered: a first answer too late for a check takes a server out for a while. */
    private void assertWeightsHold(Replicas replicas) throws Exception {
        for (String address : replicas.addresses().values()) {
            String[] server = address.split(":");
            InetSocketAddress socket = new InetSocketAddress(server[0], Integer.parseInt(server[1]));
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> get(socket, "/_effe/readyz", "localhost").equals("ok\n"));
        }
        try (Haproxy haproxy = new Haproxy(folder, replicas.addresses())) {
            // HAProxy's turns do not begin anew with our count: one more or less.
            Map<String, Integer> served = served(haproxy, 200);
            assertThat(served.get("hello-1")).isBetween(89, 91);
            assertThat(served.get("hello-2")).isBetween(89, 91);
            assertThat(served.get("hello-canary")).isBetween(19, 21);

            haproxy.command("set server hello/hello-canary weight 90");
            assertThat(served(haproxy, 180).get("hello-canary")).isBetween(88, 92);

            haproxy.command("set server hello/hello-canary weight 0");
            assertThat(served(haproxy, 20)).containsOnlyKeys("hello-1", "hello-2");
        }
    }

    private static Map<String, Integer> served(Haproxy haproxy, int requests) throws IOException {
        Map<String, Integer> served = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            String answer = get(haproxy, "/hello/", "localhost");
            served.merge(answer.substring(0, answer.indexOf(' ')), 1, Integer::sum);
        }
        return served;
    }

    @Test
    void routesByPathAndByHostAndTellsTheClientsAddress() throws Exception {
        try (Replicas plain = new Replicas(folder).start("hello-1", "markdown-1");
                Replicas proxied = new Replicas(folder, "--proxy-protocol", "on").start("orders-1")) {
            Map<String, String> servers = new TreeMap<>(plain.addresses());
            servers.putAll(proxied.addresses());
            try (Haproxy haproxy = new Haproxy(folder, servers)) {
                assertThat(get(haproxy, "/hello/a/b", "localhost")).isEqualTo("hello-1 /a/b 127.0.9.9");
                assertThat(get(haproxy, "/hello", "localhost")).isEqualTo("hello-1 / 127.0.9.9");
                assertThat(get(haproxy, "/markdown/a", "localhost")).isEqualTo("markdown-1 /a 127.0.9.9");
                assertThat(get(haproxy, "/orders/a", "localhost")).isEqualTo("orders-1 /a 127.0.9.9");
                assertThat(get(haproxy, "/hello/a", "markdown.localhost:8000"))
                        .as("a host name comes before a path")
                        .isEqualTo("markdown-1 /hello/a 127.0.9.9");
                assertThat(get(haproxy, "/a", "orders.localhost")).isEqualTo("orders-1 /a 127.0.9.9");
                assertThat(get(haproxy, "/hellox", "localhost")).isEqualTo("No such function\n");
                assertThat(get(haproxy, "/hello/_effe/readyz", "localhost")).contains("404 Not Found");
                assertThat(get(haproxy, "/%5feffe/readyz", "hello.localhost")).contains("404 Not Found");
            }
        }
    }

    /** The body of the answer to a client at 127.0.9.9. */
    private static String get(Haproxy haproxy, String path, String host) throws IOException {
        return get(haproxy.front(), path, host);
    }

    private static String get(InetSocketAddress server, String path, String host) throws IOException {
        InetAddress from = InetAddress.getByName("127.0.9.9");
        try (Socket socket = new Socket(server.getAddress(), server.getPort(), from, 0)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }
}
