package dev.effe.server.http.message;

import dev.effe.Response;
import dev.effe.server.route.PendingResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the function writes it. Worker-confined until it is sealed; then the event loop reads what was given.
 */
public final class HttpResponse extends PendingResponse {

    private static final String NO_CONTENT_TYPE = "";

    private final BodySink sink;
    private final ResponseHeaders headers = new ResponseHeaders();
    private String contentType = NO_CONTENT_TYPE;
    private @Nullable ResponseStream stream;
    private @Nullable Compression compression;
    /** True if it is put into an envelope. Written before the function has it. */
    private boolean enveloped;
    /** The body as it is sent, if that is another than the function gave. */
    private byte @Nullable [] sent;

    public HttpResponse(BodySink sink) {
        this.sink = sink;
    }

    @Override
    protected boolean hasStream() {
        return stream != null;
    }

    public ResponseHeaders headers() {
        return headers;
    }

    /** The Content-Type that goes with the body if the function names none; "" for none. */
    public String defaultContentType() {
        return contentType;
    }

    /** Compresses what the function answers, where that is allowed. To be called before the function has it. */
    public void compressBy(Compression allowed) {
        compression = allowed;
    }

    /** Where the parts of a stream go, the first of which is about to be sent. */
    BodySink streamSink() throws IOException {
        return compression == null ? sink : compression.stream(status(), headers, contentType, sink);
    }

    /** Puts what the function answers whole into an envelope. To be called before the function has it. */
    public void putIntoEnvelope() {
        enveloped = true;
    }

    /** Run has returned: puts what is whole into its envelope and compresses it, and ends what is compressed. */
    public void finish() throws IOException {
        envelop();
        if (compression == null) {
            return;
        }
        if (stream != null && stream.isBegun()) {
            stream.finish();
        } else {
            sent = compression.whole(status(), headers, contentType, unsentBody());
        }
    }

    /** Puts what is whole into its envelope, if it is to have one; for an answer whose run has thrown after it. */
    public void envelop() {
        byte[] data = enveloped && sent == null && stream == null
                ? Envelope.around(status(), headers, contentType, unsentBody())
                : null;
        if (data == null) {
            return;
        }
        if (status() == 204 && body() == null) {
            status(200);
        }
        headers.remove("Content-Length");
        headers.set("Content-Type", Envelope.CONTENT_TYPE);
        sent = data;
    }

    /** The function is left: gives back what compressing took. */
    public void release() {
        if (compression != null) {
            compression.close();
        }
    }

    /** The body, if none of it was sent yet. For the event loop, once sealed. */
    public byte[] unsentBody() {
        if (sent != null) {
            return sent;
        }
        if (stream != null) {
            return stream.held();
        }
        byte[] whole = body();
        return whole == null ? new byte[0] : whole;
    }

    /** The length of {@link #unsentBody}. */
    int unsentLength() {
        return stream == null || sent != null ? wholeLength() : stream.heldLength();
    }

    /** True if the function declared a length and wrote less to its stream. */
    boolean isShort() {
        return stream != null && headers.contentLength() >= 0 && stream.bytesLeft() > 0;
    }

    /** The length of an answer that was given whole; else 0. */
    public int wholeLength() {
        byte[] whole = sent == null ? body() : sent;
        return whole == null ? 0 : whole.length;
    }

    @Override
    public Response header(String name, String value) {
        checkUnanswered();
        headers.set(name, value);
        return this;
    }

    @Override
    public Response addHeader(String name, String value) {
        checkUnanswered();
        headers.add(name, value);
        return this;
    }

    @Override
    protected void give(byte[] whole, String type) {
        super.give(whole, type);
        contentType = type;
    }

    @Override
    public OutputStream stream() {
        checkUnanswered();
        contentType = OCTETS;
        ResponseStream opened = new ResponseStream(this);
        stream = opened;
        return opened;
    }
}
