import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Posts from 8 clients until a file is there, half of them on connections that they keep, half with one for each request.
 * Never tries anything again: an exception, or an answer that is not 200 with its own body behind a version, is a loss.
 * Prints one line, such as "answered=7289 lost=0 v1=4000 v2=3289", and the first losses. Run by
 * java Load.java HOST PORT STOP-FILE.
 */
public final class Load {

    private static final int CLIENTS = 8;
    private static final int PATIENCE_MILLIS = 30_000;

    private final InetSocketAddress server;
    private final Path stop;
    private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();
    private final List<String> lost = new ArrayList<>();

    private Load(InetSocketAddress server, Path stop) {
        this.server = server;
        this.stop = stop;
    }

    public static void main(String[] arguments) throws InterruptedException {
        new Load(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), Path.of(arguments[2])).run();
    }

    private void run() throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            boolean keepAlive = i % 2 == 0;
            Thread client = new Thread(() -> post(keepAlive), "client-" + i);
            client.start();
            clients.add(client);
        }
        for (Thread client : clients) {
            client.join();
        }
        long sum = answered.values().stream().mapToLong(LongAdder::sum).sum();
        StringBuilder line = new StringBuilder("answered=" + sum + " lost=" + lost.size());
        new TreeMap<>(answered).forEach((version, count) -> line.append(' ').append(version).append('=').append(count));
        System.out.println(line);
        lost.stream().limit(20).forEach(System.out::println);
    }

    private void post(boolean keepAlive) {
        long number = 0;
        while (!Files.exists(stop)) {
            try (Socket socket = new Socket()) {
                socket.connect(server, PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean goesOn = true;
                while (goesOn && !Files.exists(stop)) {
                    goesOn = exchange(socket, in, Thread.currentThread().getName() + "-" + number++, keepAlive);
                }
            } catch (IOException e) {
                synchronized (lost) {
                    lost.add(Thread.currentThread().getName() + (keepAlive ? " keep-alive" : " close") + ": " + e);
                }
            }
        }
    }

    private boolean exchange(Socket socket, InputStream in, String body, boolean keepAlive) throws IOException {
        String head = "POST /e2e HTTP/1.1\r\nHost: effe\r\nContent-Length: " + body.length() + "\r\n"
                + (keepAlive ? "" : "Connection: close\r\n") + "\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        String status = line(in);
        int length = 0;
        boolean goesOn = keepAlive;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring("content-length:".length()).strip());
            } else if (header.startsWith("connection:")) {
                goesOn &= !header.contains("close");
            }
        }
        String answer = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
        if (!status.equals("HTTP/1.1 200 OK") || !answer.endsWith(" " + body)) {
            throw new IOException(status + ", " + answer);
        }
        answered.computeIfAbsent(answer.substring(0, answer.indexOf(' ')), version -> new LongAdder()).increment();
        return goesOn;
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
