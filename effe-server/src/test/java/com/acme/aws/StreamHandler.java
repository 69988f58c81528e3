package com.acme.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Streams its answer: the second part once the file that the query names is there, or never at {@code /half}. */
public final class StreamHandler implements RequestStreamHandler {

    private static final String PRELUDE =
            "{\"statusCode\":203,\"headers\":{\"Content-Type\":\"text/plain\"},\"cookies\":[\"a=1\"]}";

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        if (event.contains("\"rawPath\":\"/plain\"")) {
            out.write("[1, 2]".getBytes(StandardCharsets.UTF_8));
            return;
        }
        out.write(PRELUDE.getBytes(StandardCharsets.UTF_8));
        out.write(new byte[8]);
        out.write("first ".getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (event.contains("\"rawPath\":\"/half\"")) {
            throw new IOException("broken off");
        }
        Path file = Path.of(event.replaceFirst("(?s).*\"rawQueryString\":\"([^\"]*)\".*", "$1"));
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
        out.write("second".getBytes(StandardCharsets.UTF_8));
    }
}
