package dev.effe.bench.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The paths of the side-by-side run on Jetty: virtual threads where Java has them, else a pool that fits 512 sleepers. */
public final class Peer {

    private static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.UTF_8);

    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(600);
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server);
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(new Paths());
        server.start();
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
                case "/sleep" -> {
                    Thread.sleep(10);
                    hello(response, callback);
                }
                default -> hello(response, callback);
            }
            return true;
        }

        private static void hello(Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.write(true, ByteBuffer.wrap(HELLO), callback);
        }
    }
}
