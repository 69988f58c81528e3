package dev.effe.server.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * A file with a token that callers must know. It is read each time, so that a new token needs no restart. Immutable,
 * thread-safe; blocks.
 */
public record TokenFile(Path path) {

    private static final String SCHEME = "bearer ";

    /**
     * The token.
     *
     * @throws IOException if the file cannot be read, or has no token of visible ASCII characters without blanks
     */
    public String token() throws IOException {
        String token = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException("must hold a token of visible ASCII characters, without blanks");
        }
        return token;
    }

    /**
     * True if a value of Authorization has the token. Takes as long for a wrong one as for the right one.
     *
     * @throws IOException as {@link #token} does
     */
    public boolean isIn(String authorization) throws IOException {
        byte[] wanted = token().getBytes(StandardCharsets.ISO_8859_1);
        boolean bearer = authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME);
        String given = bearer ? authorization.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8));
    }
}
