package dev.effe.server.edge;

import dev.effe.server.tls.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client by javax.net.ssl that trusts one server and can read one answer after the other. */
final class TlsClient implements AutoCloseable {

    private final RecordingSocket transport;
    final SSLSocket socket;

    private TlsClient(RecordingSocket transport, SSLSocket socket) {
        this.transport = transport;
        this.socket = socket;
    }

    static SSLContext trusting(TestIdentity server, @Nullable TestIdentity own) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : keys(own).getKeyManagers(), server.trust(), null);
        return context;
    }

    private static KeyManagerFactory keys(TestIdentity own) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.key(), new char[0], new Certificate[] {own.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return keys;
    }

    /** Connects, and leaves the handshake to the first use. */
    static TlsClient connect(int port, SSLContext context, String... versions) throws IOException {
        RecordingSocket transport = new RecordingSocket();
        transport.connect(new InetSocketAddress("127.0.0.1", port));
        transport.setSoTimeout(EdgeServer.PATIENCE_MILLIS);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(transport, "127.0.0.1", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (versions.length > 0) {
            parameters.setProtocols(versions);
        }
        socket.setSSLParameters(parameters);
        return new TlsClient(transport, socket);
    }

    static TlsClient connect(int port, TestIdentity server, String... versions) throws Exception {
        return connect(port, trusting(server, null), versions);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends a GET and returns the answer's body. */
    String get(String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return answer();
    }

    /** The body of the next answer, which has a Content-Length. */
    String answer() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended within: " + head);
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int length = Integer.parseInt(lower.replaceFirst("(?s).*\r\ncontent-length: (\\d+)\r\n.*", "$1"));
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** The types of the TLS records that were received: 20 cipher, 21 alert, 22 handshake, 23 data (RFC 8446, 5.1). */
    byte[] receivedRecordTypes() {
        byte[] bytes = transport.received.toByteArray();
        ByteArrayOutputStream types = new ByteArrayOutputStream();
        for (int at = 0; at + 5 <= bytes.length; ) {
            types.write(bytes[at]);
            at += 5 + ((bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff);
        }
        return types.toByteArray();
    }

    /** Sends FIN without close_notify. */
    void finWithoutCloseNotify() throws IOException {
        transport.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class RecordingSocket extends Socket {

        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int b = super.read();
                    if (b >= 0) {
                        received.write(b);
                    }
                    return b;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int count = super.read(bytes, offset, length);
                    if (count > 0) {
                        received.write(bytes, offset, count);
                    }
                    return count;
                }
            };
        }
    }
}
