package dev.effe.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends and reads large bodies by HTTP/1.1, and comes again when it is told to. */
final class BulkClient {

    private static final int PATIENCE_MILLIS = 120_000;
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int port;
    private final String method;
    private final String path;
    private final byte[] body;
    private final int expectedBytes;

    private BulkClient(int port, String method, String path, byte[] body, int expectedBytes) {
        this.port = port;
        this.method = method;
        this.path = path;
        this.body = body;
        this.expectedBytes = expectedBytes;
    }

    static BulkClient echo(int port, int bytes) {
        return new BulkClient(port, "POST", "/echo", new byte[bytes], bytes);
    }

    static BulkClient down(int port, int bytes) {
        return new BulkClient(port, "GET", "/down?bytes=" + bytes, new byte[0], bytes);
    }

    /** So many of them at once. Returns what went wrong, and how often. */
    ConcurrentMap<String, Integer> many(int count) {
        ConcurrentMap<String, Integer> faults = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            running.add(CompletableFuture.runAsync(
                    () -> {
                        String fault = untilAnswered();
                        if (!fault.isEmpty()) {
                            faults.merge(fault, 1, Integer::sum);
                        }
                    },
                    task -> new Thread(task).start()));
        }
        running.forEach(CompletableFuture::join);
        return faults;
    }

    /** Returns what went wrong; "" if nothing. */
    String untilAnswered() {
        long began = System.nanoTime();
        while (true) {
            String outcome = once();
            boolean patient = System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            if (!outcome.equals("503") || !patient) {
                return outcome.equals("200") ? "" : outcome;
            }
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    /** Returns the status, or how the connection ended. */
    String once() {
        boolean answering = false;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            send(socket);
            String head = head(in);
            answering = true;
            String status = head.substring(9, 12);
            if (status.equals("200")) {
                in.skipNBytes(expectedBytes);
            }
            return status;
        } catch (IOException e) {
            return (answering ? "cut: " : "lost: ") + e;
        }
    }

    /** A server that refuses the body may close before it has read it; its answer is there all the same. */
    private void send(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        String head = method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + (method.equals("POST") ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        try {
            out.write(body);
        } catch (SocketException e) {
            if (socket.getInputStream().available() == 0) {
                throw e;
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("FIN after '" + head + "'");
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
