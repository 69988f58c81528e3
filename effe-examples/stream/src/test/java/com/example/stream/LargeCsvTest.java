package com.example.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.effe.Logic;
import dev.effe.Response;
import dev.effe.test.EffeExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams more than this Java may use: see the memory limits in pom.xml. */
class LargeCsvTest {

    private static final int ROWS = 8_000_000;

    private static final long MIB = 1024 * 1024;

    /** The number of bytes that the function wrote to its stream. */
    private static final AtomicLong written = new AtomicLong();

    @RegisterExtension
    static final EffeExtension effe =
            EffeExtension.serving(counting(new Feed())).set("timeout", "10m").set("write-timeout", "5m");

    @Test
    void sendsEveryRow() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(effe.uri("/csv?rows=" + ROWS)).build();
        InputStream body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, US_ASCII))) {
            assertThat(lines.readLine()).isEqualTo("number,square");
            for (long i = 1; i <= ROWS; i++) {
                String line = lines.readLine();
                if (!(i + "," + i * i).equals(line)) {
                    throw new AssertionError("Line " + i + " is " + line);
                }
            }
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void waitsForASlowClient() throws Exception {
        written.set(0);
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress("127.0.0.1", effe.port()));
            client.getOutputStream()
                    .write(("GET /csv?rows=" + ROWS + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            awaitStandstill();

            long read = 0;
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[4096];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                read += length;
                // Between the two are the server's buffer (max-unsent, 1 MiB) and the system's.
                assertThat(written.get() - read).isLessThan(16 * MIB);
            }
            assertThat(read).isGreaterThan(written.get()).isGreaterThan(100 * MIB);
        }
    }

    /** Waits until the function has begun and can write no more. */
    private static void awaitStandstill() {
        await().atMost(Duration.ofMinutes(1)).until(() -> written.get() > MIB);
        AtomicLong before = new AtomicLong();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> before.getAndSet(written.get()) == written.get());
        assertThat(written.get()).isLessThan(16 * MIB);
    }

    /** The same function, its bytes counted. */
    private static Logic<Void> counting(Feed feed) {
        return Logic.of((request, response) -> feed.run(feed.start(), request, counting(response)));
    }

    private static Response counting(Response response) {
        return (Response) Proxy.newProxyInstance(
                Response.class.getClassLoader(), new Class<?>[] {Response.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(response, arguments);
                        if (result instanceof OutputStream stream) {
                            return counting(stream);
                        }
                        return result == response ? proxy : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static OutputStream counting(OutputStream stream) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                stream.write(bytes, from, length);
                written.addAndGet(length);
            }

            @Override
            public void flush() throws IOException {
                stream.flush();
            }
        };
    }
}
