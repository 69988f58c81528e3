package dev.effe.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file in PEM form (RFC 7468): blocks between BEGIN and END lines, and text around them that does not count.
 *
 * @param setting the setting that names it, for messages
 * @param path where it is
 */
record PemFile(String setting, Path path) {

    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);

    /**
     * A block.
     *
     * @param label what it says it is: {@code CERTIFICATE}
     * @param text its lines: base64, perhaps below headers (RFC 1421)
     */
    record Block(String label, String text) {

        boolean isEncrypted() {
            return label.startsWith("ENCRYPTED") || text.contains("ENCRYPTED");
        }
    }

    /** The blocks in the order of the file; none if it is in no PEM form. */
    List<Block> blocks() throws TlsFileException {
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(text());
        while (found.find()) {
            blocks.add(new Block(found.group(1), found.group(2)));
        }
        return blocks;
    }

    /** The bytes that a block stands for. */
    byte[] decoded(Block block) throws TlsFileException {
        try {
            return Base64.getMimeDecoder().decode(block.text());
        } catch (IllegalArgumentException e) {
            throw broken("is damaged: the block " + block.label() + " is not in base64", e);
        }
    }

    private String text() throws TlsFileException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw broken("is larger than 1 MiB, so it is no PEM file", null);
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw broken("cannot be read: there is no such file", null);
        } catch (AccessDeniedException e) {
            throw broken("cannot be read: permission denied", null);
        } catch (TlsFileException e) {
            throw e;
        } catch (IOException e) {
            throw broken("cannot be read: " + e.getMessage(), null);
        }
    }

    /** To be thrown for what is wrong: {@code tls-cert /etc/tls.crt cannot be read}. */
    TlsFileException broken(String what, @Nullable Throwable cause) {
        return new TlsFileException(this + " " + what, cause);
    }

    @Override
    public String toString() {
        return setting + " " + path;
    }
}
