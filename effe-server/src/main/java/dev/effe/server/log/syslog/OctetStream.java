package dev.effe.server.log.syslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection of TCP (RFC 6587) or TLS (RFC 5425), with each message's length in front of it. Confined as its interface is. */
final class OctetStream implements Connection {

    private static final int CONNECT_MILLIS = 5000;

    private final Socket socket;

    private OctetStream(Socket socket) {
        this.socket = socket;
    }

    static OctetStream plain(SyslogAddress address) throws IOException {
        return new OctetStream(connected(address));
    }

    /** Trusts whom Java trusts, and trusted-cas; the certificate must be the host's. */
    static OctetStream tls(SyslogAddress address) throws IOException {
        Socket plain = connected(address);
        try {
            SSLContext context = SSLContext.getInstance("TLS"); // A new one: the CAs may have changed meanwhile.
            context.init(null, null, null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.startHandshake();
            return new OctetStream(socket);
        } catch (GeneralSecurityException e) {
            plain.close();
            throw new IOException(e);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** Tries each of the host's addresses. */
    private static Socket connected(SyslogAddress address) throws IOException {
        IOException failure = new UnknownHostException(address.host());
        for (InetAddress one : InetAddress.getAllByName(address.host())) {
            try {
                return connected(new InetSocketAddress(one, address.port()));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, CONNECT_MILLIS);
            socket.setKeepAlive(true);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void send(List<byte[]> messages) throws IOException {
        checkOpen();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(message);
        }
        socket.getOutputStream().write(all.toByteArray());
        socket.getOutputStream().flush();
    }

    /** Notices a server that has gone before something is written to nobody: a syslog server never sends anything. */
    private void checkOpen() throws IOException {
        socket.setSoTimeout(1);
        try {
            if (socket.getInputStream().read() < 0) {
                throw new IOException("the server has closed the connection");
            }
        } catch (SocketTimeoutException e) {
            // Nothing to read, as it should be.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }
}
