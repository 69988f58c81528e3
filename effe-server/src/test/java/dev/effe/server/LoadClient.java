package dev.effe.server;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts one request after another, until the port is closed or the tally is over, and counts what it gets. It never
 * tries a request again, so that whatever is lost is seen. Runs on a thread of its own.
 */
final class LoadClient implements Runnable {

    /** The answers that all clients of a test got. */
    static final class Tally {
        final AtomicInteger answered = new AtomicInteger();
        final AtomicInteger refusedConnects = new AtomicInteger();

        final Queue<String> lost = new ConcurrentLinkedQueue<>();

        /** Every client ends after its request. */
        volatile boolean over;
    }

    private final InetSocketAddress server;
    private final String path;
    private final boolean keepAlive;
    private final Tally tally;

    LoadClient(InetSocketAddress server, String path, boolean keepAlive, Tally tally) {
        this.server = server;
        this.path = path;
        this.keepAlive = keepAlive;
        this.tally = tally;
    }

    @Override
    public void run() {
        try {
            while (!tally.over) {
                countedOnConnection();
            }
        } catch (ConnectException e) {
            tally.refusedConnects.incrementAndGet();
        }
    }

    private void countedOnConnection() throws ConnectException {
        try {
            exchangeOnConnection();
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            tally.lost.add(Thread.currentThread().getName() + ": " + e);
        }
    }

    /** Until the server says that the connection ends. */
    private void exchangeOnConnection() throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout((int) EffeProcess.PATIENCE.toMillis());
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean goesOn = true;
            while (goesOn && !tally.over) {
                String body = "x".repeat(100) + tally.answered.get();
                socket.getOutputStream().write(post(body));
                goesOn = answerGoesOn(in, body);
                tally.answered.incrementAndGet();
            }
        }
    }

    private byte[] post(String body) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n"
                + (keepAlive ? "" : "Connection: close\r\n") + "\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean answerGoesOn(InputStream in, String body) throws IOException {
        String status = line(in);
        Map<String, String> headers = new java.util.HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "-1"));
        String echo = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
        // A proxy that got the answer by HTTP/2 has no reason phrase to pass on.
        if (!status.startsWith("HTTP/1.1 200 ") || !echo.equals(body)) {
            throw new IOException(status + " " + echo);
        }
        return !"close".equalsIgnoreCase(headers.get("connection"));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("cut after '" + line + "'");
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 1);
    }
}
