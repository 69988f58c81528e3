package dev.effe.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands before a PostgreSQL. It cuts the connection of a transaction that the server has committed, before the client is
 * told. Thread-safe.
 */
final class CuttingProxy implements AutoCloseable {

    private static final String COMMIT = "COMMIT";

    private final PostgresServer server;
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    /** The text that a transaction has whose end is to be cut off; null for none. */
    private final AtomicReference<String> marked = new AtomicReference<>();
    /** The last text of a transaction. */
    private volatile String last = COMMIT;

    CuttingProxy(PostgresServer server) throws IOException {
        this.server = server;
        start(this::accept);
    }

    PostgresAddress address(String database) {
        return new PostgresAddress(
                "jdbc:postgresql://127.0.0.1:" + listening.getLocalPort() + "/" + database,
                Optional.of(PostgresServer.USER),
                Optional.of(server.passwordFile()));
    }

    /** Cuts the next transaction whose statements have this text, once. */
    void cutNext(String text) {
        marked.set(text);
    }

    /** Cuts the next message that has this text and is a transaction of its own, once. */
    void cutNextMessage(String text) {
        last = text;
        marked.set(text);
    }

    /** True if nothing is to be cut any more. */
    boolean hasCut() {
        return marked.get() == null;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The other side is closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket behind = new Socket();
            behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            sockets.addAll(List.of(client, behind));
            Link link = new Link(client, behind);
            start(link::forth);
            start(link::back);
        }
    }

    /** A connection. */
    private final class Link {
        private final Socket client;
        private final Socket behind;
        private volatile boolean cut;

        Link(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        private void forth() throws IOException {
            StringBuilder spoken = new StringBuilder();
            pump(client, behind, bytes -> {
                spoken.append(new String(bytes, ISO_8859_1));
                if (spoken.indexOf(last) >= 0) {
                    String mark = marked.get();
                    cut = mark != null && spoken.indexOf(mark) >= 0 && marked.compareAndSet(mark, null);
                    spoken.setLength(0);
                }
                return true;
            });
        }

        /** The first answer after COMMIT is that of COMMIT; a message has one answer. */
        private void back() throws IOException {
            pump(behind, client, bytes -> !cut);
        }

        private void pump(Socket from, Socket to, Check isPassed) throws IOException {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    byte[] bytes = Arrays.copyOf(buffer, read);
                    if (!isPassed.of(bytes)) {
                        return;
                    }
                    to.getOutputStream().write(bytes);
                }
            }
        }
    }

    private interface Check {
        boolean of(byte[] bytes);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : new ArrayList<>(sockets)) {
            socket.close();
        }
    }
}
