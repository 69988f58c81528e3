package dev.effe.bench.slow;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks for the server's health again and again, by a thread of its own, and times the answers. */
final class Probe implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int PATIENCE_MILLIS = 10_000;

    private final int port;
    private final byte[] request;
    private final boolean keepsConnection;
    private final Thread thread = new Thread(this::run, "probe");

    // Written by the thread; read once it has ended.
    private final List<Double> millis = new ArrayList<>();
    private int failures;

    private volatile boolean ended;

    /** @param keepsConnection whether one connection serves for all; else each request has its own */
    Probe(int port, String path, boolean keepsConnection) {
        this.port = port;
        this.keepsConnection = keepsConnection;
        request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        thread.start();
    }

    private void run() {
        Socket socket = null;
        while (!ended) {
            try {
                long began = System.nanoTime();
                socket = socket == null ? connect() : socket;
                ask(socket);
                millis.add((System.nanoTime() - began) / 1e6);
                socket = keepsConnection ? socket : closed(socket);
            } catch (IOException e) {
                failures++;
                socket = closed(socket);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        closed(socket);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void ask(Socket socket) throws IOException {
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("No answer");
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 200 ")) {
            throw new IOException("Answered " + head);
        }
        int length = Integer.parseInt(head.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
        in.readNBytes(length);
    }

    private static Socket closed(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return null;
    }

    /** The number of answers that did not come, once it is closed. */
    int failures() {
        return failures;
    }

    /** The time that this part of the answers took at most, once it is closed. */
    double percentile(double part) {
        Collections.sort(millis);
        return millis.isEmpty() ? Double.NaN : millis.get((int) Math.ceil(part * millis.size()) - 1);
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
    }
}
