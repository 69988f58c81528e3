package dev.effe.bench.peer;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The paths of the side-by-side runs on Jetty: virtual threads where Java has them, else a pool that fits 512 sleepers. */
public final class Peer {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final byte[] ZEROS = new byte[PIECE_BYTES];
    private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.UTF_8);

    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(600);
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ServerConnector connector = arguments.length > 1
                ? tls(server, configuration, http1, arguments[1])
                : new ServerConnector(server, http1, new HTTP2CServerConnectionFactory(configuration));
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(new Paths());
        server.start();
    }

    /** @param store a PKCS12 file with the server's key, its password "changeit" */
    private static ServerConnector tls(
            Server server, HttpConfiguration configuration, HttpConnectionFactory http1, String store) {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        keys.setKeyStorePath(store);
        keys.setKeyStorePassword("changeit");
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory();
        choice.setDefaultProtocol(http1.getProtocol());
        return new ServerConnector(
                server,
                new SslConnectionFactory(keys, choice.getProtocol()),
                choice,
                new HTTP2ServerConnectionFactory(configuration),
                http1);
    }

    /** Blocking, so that Jetty gives each request a thread. */
    private static final class Paths extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            switch (Request.getPathInContext(request)) {
                case "/echo" -> {
                    ByteBuffer body = Content.Source.asByteBuffer(request);
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                    response.write(true, body, callback);
                }
                case "/up" -> {
                    long length = 0;
                    try (InputStream in = Content.Source.asInputStream(request)) {
                        byte[] buffer = new byte[PIECE_BYTES];
                        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                            length += count;
                        }
                    }
                    response.write(
                            true, ByteBuffer.wrap(Long.toString(length).getBytes(StandardCharsets.UTF_8)), callback);
                }
                case "/down" -> {
                    int bytes = Integer.parseInt(
                            Request.extractQueryParameters(request).getValue("bytes"));
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
                    try (OutputStream out = Content.Sink.asOutputStream(response)) {
                        for (int left = bytes; left > 0; left -= PIECE_BYTES) {
                            out.write(ZEROS, 0, Math.min(left, PIECE_BYTES));
                        }
                    }
                    callback.succeeded();
                }
                case "/pass" -> {
                    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, request.getLength());
                    try (InputStream in = Content.Source.asInputStream(request);
                            OutputStream out = Content.Sink.asOutputStream(response)) {
                        in.transferTo(out);
                    }
                    callback.succeeded();
                }
                case "/whole/up" -> {
                    String length = Integer.toString(whole(request).length);
                    response.write(true, ByteBuffer.wrap(length.getBytes(StandardCharsets.UTF_8)), callback);
                }
                case "/whole/down" -> {
                    byte[] body = new byte
                            [Integer.parseInt(
                                    Request.extractQueryParameters(request).getValue("bytes"))];
                    response.write(true, ByteBuffer.wrap(body), callback);
                }
                case "/whole/pass" -> response.write(true, ByteBuffer.wrap(whole(request)), callback);
                case "/sleep" -> {
                    Thread.sleep(10);
                    hello(response, callback);
                }
                default -> hello(response, callback);
            }
            return true;
        }

        /** The body in one array of its size. */
        private static byte[] whole(Request request) throws Exception {
            byte[] body = new byte[(int) request.getLength()];
            try (InputStream in = Content.Source.asInputStream(request)) {
                in.readNBytes(body, 0, body.length);
            }
            return body;
        }

        private static void hello(Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.write(true, ByteBuffer.wrap(HELLO), callback);
        }
    }
}
