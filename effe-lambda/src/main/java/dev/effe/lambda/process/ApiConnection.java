package dev.effe.lambda.process;

import dev.effe.lambda.process.RequestReader.Head;
import dev.effe.lambda.process.RequestReader.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a process to the Runtime API. One thread reads its requests; a poll that waits is answered by the
 * thread of the call, so that an idle process's end is seen at once, and a call changes threads only once. Each answer is
 * one write: in two, the client's delayed acknowledgement would cost 40 ms.
 */
final class ApiConnection implements Runnable, Polls.Poll {

    private static final long MOST_SKIPPED = 8 << 20;

    private final SocketChannel channel;
    private final RuntimeApi api;
    private final RequestReader reader;

    ApiConnection(SocketChannel channel, RuntimeApi api) throws IOException {
        this.channel = channel;
        this.api = api;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        reader = new RequestReader(new Input());
    }

    /** Not that of Channels, whose reads and writes exclude each other before Java 19. */
    private final class Input extends InputStream {

        @Override
        public int read() {
            throw new UnsupportedOperationException("It is read in pieces");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, from, length));
        }
    }

    RequestReader reader() {
        return reader;
    }

    @Override
    public void run() {
        try (channel) {
            boolean open = true;
            while (open) {
                Head head = reader.next();
                open = head != null && serve(head);
            }
        } catch (MalformedException e) {
            refuse(e);
        } catch (IOException e) {
            // The process has ended, or is about to.
        } finally {
            api.ended(this);
        }
    }

    /** Returns false if the connection is to end. */
    private boolean serve(Head head) throws IOException {
        if (head.is("expect", "100-continue")) {
            write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII), new byte[0]);
        }
        ApiAnswer answer = api.serve(head, this);
        if (answer == null) {
            return true; // A poll, which waits.
        }
        boolean whole = reader.skip(MOST_SKIPPED);
        boolean close = !whole || head.is("connection", "close");
        answer(answer, close);
        return !close;
    }

    private void refuse(MalformedException reason) {
        try {
            answer(ApiAnswer.error(400, "InvalidRequest", String.valueOf(reason.getMessage())), true);
        } catch (IOException e) {
            // It has ended.
        }
    }

    private void answer(ApiAnswer answer, boolean close) throws IOException {
        String head = "HTTP/1.1 " + answer.status() + " " + answer.reason() + "\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + answer.body().length + (close ? "\r\nConnection: close" : "") + "\r\n\r\n";
        write(head.getBytes(StandardCharsets.US_ASCII), answer.body());
    }

    @Override
    public void answer(Event event) throws IOException {
        write(event.answerHead(), event.payload());
    }

    private void write(byte[] head, byte[] body) throws IOException {
        ByteBuffer[] parts = {ByteBuffer.wrap(head), ByteBuffer.wrap(body)};
        while (parts[0].hasRemaining() || parts[1].hasRemaining()) {
            channel.write(parts);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed then.
        }
    }

    /** The answer to all but polls. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record ApiAnswer(int status, String reason, byte[] body) {

        static final ApiAnswer OK =
                new ApiAnswer(202, "Accepted", "{\"status\":\"OK\"}".getBytes(StandardCharsets.US_ASCII));

        static ApiAnswer error(int status, String type, String message) {
            return new ApiAnswer(status, type, ErrorText.of(type, message));
        }

        static @Nullable ApiAnswer none() {
            return null;
        }
    }
}
