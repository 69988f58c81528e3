package dev.effe.server.http.coding;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Java's gzip stream, flushed where its writer flushes, whose memory outside of the heap can be given back at once. */
public final class GzipOutput extends GZIPOutputStream {

    private static final int BUFFER_BYTES = 4 * 1024;

    public GzipOutput(OutputStream out) throws IOException {
        super(out, BUFFER_BYTES, true);
    }

    /** After it nothing can be written. */
    public void end() {
        def.end();
    }
}
