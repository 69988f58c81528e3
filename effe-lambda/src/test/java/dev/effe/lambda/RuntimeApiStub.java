package dev.effe.lambda;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * AWS Lambda's Runtime API as far as the Java runtime uses it: hands out events one by one and takes what is posted for
 * them. Header and body go out in one write, or each call takes 40 ms.
 */
final class RuntimeApiStub implements Closeable {

    /** An event, and the headers that go with it. */
    record Event(byte[] payload, Map<String, String> headers) {}

    /** The posts, each with its kind, {@code response}, {@code error} or {@code init/error}, and the body. */
    record Answer(String kind, byte[] body) {}

    private static final Event END = new Event(new byte[0], Map.of());

    private final ServerSocket server;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    private final Semaphore parked = new Semaphore(0);

    RuntimeApiStub() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    void send(Event event) {
        events.add(event);
    }

    /** Lets the runtime that asks for an event now wait for ever, for another to take its place. Returns once it does. */
    void park() throws InterruptedException {
        events.add(END);
        parked.acquire();
    }

    /** The next answer, or null if there is none in this time. */
    Answer answer(long millis) throws InterruptedException {
        return answers.poll(millis, TimeUnit.MILLISECONDS);
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            socket.setTcpNoDelay(true);
            daemon(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String request = line(in); !request.isEmpty(); request = line(in)) {
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                socket.getOutputStream().write(respond(request.split(" ")[1], body));
            }
        }
    }

    private byte[] respond(String path, byte[] body) throws InterruptedException, IOException {
        if (path.endsWith("/runtime/invocation/next")) {
            Event event = events.take();
            if (event == END) {
                parked.release();
                new CountDownLatch(1).await();
            }
            StringBuilder headers = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
            event.headers()
                    .forEach((name, value) ->
                            headers.append(name).append(": ").append(value).append("\r\n"));
            return message(headers, event.payload());
        }
        String kind = path.endsWith("/init/error") ? "init/error" : path.substring(path.lastIndexOf('/') + 1);
        answers.add(new Answer(kind, body));
        return message(
                new StringBuilder("HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n"),
                "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] message(StringBuilder headers, byte[] body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        headers.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        message.write(headers.toString().getBytes(StandardCharsets.ISO_8859_1));
        message.write(body);
        return message.toByteArray();
    }

    /** Empty at the end of the stream too. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Work that a closed socket ends. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
