package dev.effe.host.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.TestZips;
import dev.effe.server.kit.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of a stranger's site in a real browser. Its site gives the page, and from then on leads to the host, as a name does
 * that its owner binds anew: the browser takes the host for the page's own site.
 */
@Timeout(300)
class BrowserIT {

    private static final String SCRIPT = """
            <!DOCTYPE html><title>none</title><script>
            async function status(url, options) {
                try { return (await fetch(url, options)).status; } catch (e) { return "refused"; }
            }
            const body = %s;
            const key = {Authorization: "AWS4-HMAC-SHA256 Credential=any/20261130/us-east-1/lambda/aws4_request,"
                + " SignedHeaders=host, Signature=00"};
            const functions = "/2015-03-31/functions", host = "http://127.0.0.1:%d";
            (async () => {
                const told = [
                    await status(functions, {method: "POST", body, headers: {"Content-Type": "text/plain"}}),
                    await status(functions, {method: "POST", body, headers: key}),
                    await status(functions, {headers: key}),
                    await status(functions + "/echo/invocations", {method: "POST", body: "{}"}),
                    await status(functions + "/echo/invocations", {method: "POST", body: "{}", headers: key}),
                    await status("/_effe/functions", {headers: key}),
                    await status(host + functions, {method: "POST", body, headers: key}),
                    await status(host + functions, {method: "POST", body, mode: "no-cors"}),
                    await status(host + functions + "/echo/invocations", {method: "POST", body: "{}", mode: "no-cors"})];
                document.title = "told: " + told.join(" ");
            })();
            </script>
            """;

    @TempDir
    Path folder;

    private final ExecutorService connections = Executors.newCachedThreadPool();
    private ApiServer host;
    private ServerSocket site;

    @BeforeEach
    void start() throws Exception {
        host = new ApiServer(folder.resolve("data"));
        site = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        connections.execute(this::serve);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
        connections.shutdownNow();
        host.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = site.accept();
                connections.execute(() -> answer(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void answer(Socket client) {
        try (client;
                Socket bound = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
            byte[] first = new byte[64 * 1024];
            int count = Math.max(0, client.getInputStream().read(first));
            String head = new String(first, 0, count, StandardCharsets.ISO_8859_1);
            if (head.startsWith("GET /page ")) {
                byte[] page = page().getBytes(StandardCharsets.UTF_8);
                client.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
                                        + page.length + "\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().write(page);
                return;
            }
            bound.getOutputStream().write(first, 0, count);
            connections.execute(() -> pass(client, bound));
            bound.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The browser has gone.
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // The other one tells.
        }
    }

    private String page() {
        String create = ApiServer.create("echo", TestZips.of("a/B.class", "x"));
        return String.format(SCRIPT, "'" + create + "'", host.port());
    }

    @Test
    void aNameThatIsBoundAnewReachesNothing() throws Exception {
        Chromium.assumeInstalled();
        String shown = new Chromium(folder)
                .output(
                        "--host-resolver-rules=MAP shop.example 127.0.0.1",
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        "http://shop.example:" + site.getLocalPort() + "/page");

        assertThat(shown).contains("<title>told: 403 403 403");
        assertThat(host.data.functions().all()).isEmpty();
        assertThat(folder.resolve("data").resolve("code")).isEmptyDirectory();
    }
}
