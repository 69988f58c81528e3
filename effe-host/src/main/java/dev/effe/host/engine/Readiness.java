package dev.effe.host.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks a server behind a unix socket how it is. */
final class Readiness {

    private static final byte[] QUESTION = "GET /_effe/readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String YES = "HTTP/1.1 200";

    /** The possible answers. */
    enum State {
        /** Nobody listens. */
        ABSENT,
        /** It listens, and is not ready. */
        NOT_READY,
        READY
    }

    private Readiness() {}

    /** Asks. Blocks until there is an answer, or the other side ends. */
    static State ask(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(QUESTION));
            ByteBuffer answer = ByteBuffer.allocate(YES.length());
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // Until the status is there.
            }
            String begin = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
            return begin.equals(YES) ? State.READY : State.NOT_READY;
        } catch (IOException e) {
            return State.ABSENT;
        }
    }
}
