package dev.effe.server.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Sends exactly the bytes it is told, and reads what comes back strictly. Texts stand for their ISO-8859-1 bytes. */
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final AnswerReader reader;

    public RawClient(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBytes the size of the receive buffer, so that little is taken unless it is read; 0 for the default */
    public RawClient(int port, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        reader = new AnswerReader(in);
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends each byte as a packet of its own; stops where the server does not want more. */
    public RawClient sendBytewise(String text) throws IOException {
        try {
            for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(b);
            }
        } catch (SocketException refused) {
            // An earlier answer can still be read.
        }
        return this;
    }

    /** Sends FIN, and can still read. */
    public RawClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Closes with RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads one answer to anything but a HEAD. */
    public HttpAnswer read() throws IOException {
        return read("GET");
    }

    /** Reads one answer. An IOException says that there is none, or a cut one. */
    public HttpAnswer read(String method) throws IOException {
        return reader.read(method);
    }

    /** Reads one chunk; empty at the end of the body. */
    public byte[] chunk() throws IOException {
        return reader.chunk();
    }

    /** Reads a head without what follows it. */
    public String head() throws IOException {
        return reader.head();
    }

    public byte[] bytes(int count) throws IOException {
        return reader.bytes(count);
    }

    public String line() throws IOException {
        return reader.line();
    }

    /** Waits for the end of the connection: "FIN", "RST", or the bytes that came instead. */
    public String end() throws IOException {
        try {
            byte[] rest = in.readAllBytes();
            return rest.length == 0 ? "FIN" : new String(rest, StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "RST";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
