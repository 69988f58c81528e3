package com.acme.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Does what the event's text says: {@code "stream FILE"}, {@code "break"}, {@code "write NUMBER"}, {@code "exit STATUS"}, {@code "names"}. */
public final class InvokedHandler implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        String event = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
        String argument = event.substring(event.indexOf(' ') + 1);
        switch (event.replaceFirst(" .*", "")) {
            case "stream" -> stream(out, Path.of(argument));
            case "break" -> {
                write(out, "first ");
                throw new IOException("broken off");
            }
            case "write" -> {
                byte[] part = new byte[64 * 1024];
                for (long left = Long.parseLong(argument); left > 0; left -= part.length) {
                    out.write(part, 0, (int) Math.min(left, part.length));
                }
            }
            case "exit" -> System.exit(Integer.parseInt(argument));
            case "names" -> write(out, names(context));
            default -> throw new IllegalArgumentException(event);
        }
    }

    private static String names(Context context) {
        return String.join(
                " ",
                context.getFunctionName(),
                System.getenv("AWS_LAMBDA_FUNCTION_NAME"),
                context.getInvokedFunctionArn(),
                context.getLogGroupName(),
                System.getenv("AWS_LAMBDA_LOG_GROUP_NAME"),
                String.valueOf(System.getenv("AWS_LAMBDA_LOG_STREAM_NAME").equals(context.getLogStreamName())));
    }

    /** Writes the second part once the file is there. */
    private static void stream(OutputStream out, Path file) throws IOException {
        write(out, "first ");
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
        write(out, "second");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
