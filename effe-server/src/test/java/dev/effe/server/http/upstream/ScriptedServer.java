package dev.effe.server.http.upstream;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server at a unix socket that does on each connection, byte for byte, what a test says. */
final class ScriptedServer implements AutoCloseable {

    /** The doings on one connection. */
    interface Script {
        void run(Connection connection) throws IOException;
    }

    private final ServerSocketChannel port = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<SocketChannel> open = new ArrayList<>();

    /** The heads of the requests that came, in order. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    volatile int connections;

    ScriptedServer(Path socket, Script script) throws IOException {
        port.bind(UnixDomainSocketAddress.of(socket));
        threads.execute(() -> accept(script));
    }

    private void accept(Script script) {
        try {
            while (true) {
                SocketChannel channel = port.accept();
                synchronized (open) {
                    open.add(channel);
                    connections = open.size();
                }
                threads.execute(() -> serve(script, channel));
            }
        } catch (ClosedChannelException closed) {
            // The test is over.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(Script script, SocketChannel channel) {
        try (channel) {
            script.run(new Connection(channel));
        } catch (IOException clientGone) {
            // It may be.
        }
    }

    /** One connection, from the server's side. */
    final class Connection {

        private final SocketChannel channel;

        private Connection(SocketChannel channel) {
            this.channel = channel;
        }

        /** Reads a head and the body that it tells; false at the connection's end. */
        boolean read() throws IOException {
            StringBuilder head = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (head.indexOf("\r\n\r\n") < 0) {
                one.clear();
                if (channel.read(one) < 0) {
                    return false;
                }
                head.append((char) (one.get(0) & 0xFF));
            }
            int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
            int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
            ByteBuffer body = ByteBuffer.allocate(length);
            while (body.hasRemaining() && channel.read(body) >= 0) {
                Thread.onSpinWait();
            }
            requests.add(head + new String(body.array(), StandardCharsets.ISO_8859_1));
            return true;
        }

        /** Reads until the client ends its side. */
        void awaitEnd() throws IOException {
            ByteBuffer any = ByteBuffer.allocate(1024);
            while (channel.read(any) >= 0) {
                any.clear();
            }
        }

        void close() throws IOException {
            channel.close();
        }

        void write(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
        synchronized (open) {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
        threads.shutdownNow();
    }
}
