package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes what it reads, whatever it is, unless that asks for something else. */
public class Streams implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        byte[] event = in.readAllBytes();
        String text = new String(event, java.nio.charset.StandardCharsets.UTF_8);
        if (text.equals("\"nothing\"")) {
            return;
        }
        out.write(event);
        if (text.equals("\"throw\"")) {
            throw new IOException("after a part");
        }
        out.close();
        if (text.equals("\"twice\"")) {
            out.write(event);
        }
    }
}
