package dev.effe.server.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** As {@link RawClient}, at a unix socket. */
public final class SocketClient implements AutoCloseable {

    private final SocketChannel channel;
    private final AnswerReader reader;

    public SocketClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        reader = new AnswerReader(new BufferedInputStream(Channels.newInputStream(channel)));
    }

    public SocketClient send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** Ends its side, and can still read. */
    public SocketClient finish() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /** Reads one answer to anything but a HEAD. */
    public HttpAnswer read() throws IOException {
        return reader.read("GET");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
