package dev.effe.server.http.message;

import dev.effe.server.http.coding.AcceptEncoding;
import dev.effe.server.http.coding.GzipOutput;
import dev.effe.server.memory.MemoryBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the answer to one request by gzip, where the client takes that and the answer may be changed. The memory
 * that it needs is charged; where there is no room for it, the answer goes as it is. Worker-confined.
 */
public final class Compression implements AutoCloseable {

    /** A shorter body is a packet as it is. */
    public static final int LEAST_BYTES = 1024;

    /** The memory that zlib takes outside of the heap for each body, and the buffers around it. */
    private static final int WORKING_BYTES = 300 * 1024;

    private final AcceptEncoding client;
    private final boolean headRequest;
    private final MemoryBudget memory;
    private long chargedBytes;
    private @Nullable GzipSink stream;

    public Compression(RequestHead head, MemoryBudget memory) {
        this.client = AcceptEncoding.of(head.headers().all("Accept-Encoding"));
        this.headRequest = head.method().equals("HEAD");
        this.memory = memory;
    }

    /**
     * Compresses an answer that is whole, and adds to its headers what that asks for.
     *
     * @param contentType that of an answer whose headers name none
     * @return the body to send: this one, if it is not to be compressed
     */
    byte[] whole(int status, ResponseHeaders headers, String contentType, byte[] body) throws IOException {
        if (status == 304) {
            Compressible.vary(headers); // As the 200 has it (RFC 9110, 15.4.5).
            return body;
        }
        boolean small = body.length == 0 || (body.length < LEAST_BYTES && !client.refusesIdentity());
        long declared = headers.contentLength();
        boolean wrong = declared >= 0 && declared != body.length;
        if (small || wrong || !Compressible.is(status, headers, contentType)) {
            return body;
        }
        Compressible.vary(headers);
        if (!client.takesGzip() || !tryCharge((long) WORKING_BYTES + body.length)) {
            return body;
        }
        byte[] gzip = gzip(body);
        if (gzip.length >= body.length && !client.refusesIdentity()) {
            return body;
        }
        Compressible.encoded(headers);
        return gzip;
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(LEAST_BYTES, body.length / 4));
        GzipOutput gzip = new GzipOutput(out);
        try {
            gzip.write(body, 0, body.length);
            gzip.finish();
            return out.toByteArray();
        } finally {
            gzip.end();
        }
    }

    /**
     * Decides on a stream, whose head is about to be sent.
     *
     * @return where its parts are to go: to this sink, if they are not to be compressed
     */
    BodySink stream(int status, ResponseHeaders headers, String contentType, BodySink sink) throws IOException {
        // A declared length is the function's own word of what the client gets.
        if (headers.contentLength() >= 0 || !Compressible.is(status, headers, contentType)) {
            return sink;
        }
        Compressible.vary(headers);
        if (!client.takesGzip() || !tryCharge(WORKING_BYTES)) {
            return sink;
        }
        Compressible.encoded(headers);
        if (headRequest) {
            return sink; // Nothing of it is sent.
        }
        stream = new GzipSink(sink);
        return stream;
    }

    private boolean tryCharge(long bytes) {
        if (!memory.tryTakeAnswer(bytes)) {
            return false;
        }
        chargedBytes = bytes;
        return true;
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        memory.giveAnswer(chargedBytes);
        chargedBytes = 0;
    }
}
