package dev.effe.server.train;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client of a training run: it sends each request over a connection of its own. Confined to its thread. */
public final class Trainer {

    private static final Logger log = LoggerFactory.getLogger(Trainer.class);

    /** Enough for the JVM to see which methods matter; more makes the archive no better. */
    private static final int REQUESTS = 200;
    /** No new round of the requests begins after this. */
    private static final long ROUNDS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) .*", Pattern.DOTALL);

    private final InetSocketAddress server;
    private final int patienceMillis;

    private int sent;
    private int failed;

    /**
     * @param port the server's port on 127.0.0.1
     * @param patience how long an answer may take
     */
    public Trainer(int port, Duration patience) throws IOException {
        server = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        patienceMillis = Math.toIntExact(patience.toMillis());
    }

    /**
     * Sends the requests one after the other, round after round: 200, or as many as 10 seconds allow, but each of them
     * once.
     *
     * @throws IOException if one of them is not answered; the message says which
     */
    public void train(List<SampleRequest> requests) throws IOException {
        long began = System.nanoTime();
        do {
            for (SampleRequest request : requests) {
                send(request);
            }
        } while (sent < REQUESTS && System.nanoTime() - began < ROUNDS_NANOS);
        log.info("Trained with {} requests in {} ms", sent, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        if (failed > 0) {
            log.warn("{} of them were answered 500 or above: the archive may lack what they need", failed);
        }
    }

    private void send(SampleRequest request) throws IOException {
        int status = status(request);
        sent++;
        if (status >= 500) {
            failed++;
        }
    }

    private int status(SampleRequest request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, patienceMillis);
            socket.setSoTimeout(patienceMillis);
            OutputStream out = socket.getOutputStream();
            out.write(request.message());
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            Matcher statusLine = STATUS_LINE.matcher(answer);
            if (!statusLine.matches()) {
                throw new IOException("the connection ended without an answer");
            }
            return Integer.parseInt(statusLine.group(1));
        } catch (IOException e) {
            throw new IOException("The sample request " + request + " got no answer: " + e.getMessage(), e);
        }
    }
}
