package dev.effe.server.http.message;

import dev.effe.server.http.coding.GzipOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Compresses the parts of a stream on their way to another sink. Worker-confined. */
final class GzipSink implements BodySink, AutoCloseable {

    private static final int PART_BYTES = 16 * 1024;

    private final BodySink sink;
    private final OutputStream parts;
    private final GzipOutput gzip;

    GzipSink(BodySink sink) throws IOException {
        this.sink = sink;
        parts = new BufferedOutputStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        sink.part(bytes, offset, offset + length);
                    }
                },
                PART_BYTES);
        gzip = new GzipOutput(parts);
    }

    @Override
    public int awaitRoom() throws IOException {
        return sink.awaitRoom();
    }

    @Override
    public void part(byte[] bytes, int from, int to) throws IOException {
        gzip.write(bytes, from, to - from);
    }

    @Override
    public void flush() throws IOException {
        gzip.flush();
    }

    @Override
    public void finish() throws IOException {
        gzip.finish();
        parts.flush();
    }

    /** Gives back its memory, whether or not it is finished. */
    @Override
    public void close() {
        gzip.end();
    }
}
