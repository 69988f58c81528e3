package dev.effe.host.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Invokes the function behind a unix socket. */
public final class SocketCall {

    private SocketCall() {}

    /** Returns the answer, head and all. */
    public static String invoke(Path socket, String function, String payload) throws IOException {
        String request = "POST /2015-03-31/functions/" + function + "/invocations HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\nContent-Length: " + payload.length() + "\r\n\r\n" + payload;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer part = ByteBuffer.allocate(8192);
            while (channel.read(part) >= 0) {
                answer.write(part.array(), 0, part.position());
                part.clear();
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
