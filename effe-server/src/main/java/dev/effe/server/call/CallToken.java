package dev.effe.server.call;

import dev.effe.server.access.TokenFile;
import dev.effe.server.file.FileWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of the application, which its processes know each other by. Read again when its file changes, so that asking
 * for it never blocks. Thread-safe.
 */
public final class CallToken implements AutoCloseable {

    /** The header that has it in a call. */
    public static final String HEADER = "Effe-Call-Token";

    private static final Logger log = LoggerFactory.getLogger(CallToken.class);

    private final TokenFile file;
    private final FileWatch watch;
    private volatile String token;

    /**
     * Reads it, and goes on watching its file.
     *
     * @throws IOException if it cannot be read; the message says why
     */
    public CallToken(TokenFile file) throws IOException {
        this.file = file;
        String stamp = FileWatch.stamp(file.path());
        token = file.token();
        watch = new FileWatch("effe-call-token", () -> FileWatch.stamp(file.path()), stamp, this::readAgain);
        watch.start();
    }

    private void readAgain() {
        try {
            token = file.token();
            log.info("Took the new token of call-token-file");
        } catch (IOException e) {
            log.error("The file of call-token-file, {}, cannot be used: the token before it counts", file.path(), e);
        }
    }

    String text() {
        return token;
    }

    /** True if somebody knows it. Takes as long for a wrong one as for the right one. */
    boolean is(String given) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.ISO_8859_1), given.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        watch.close();
    }
}
