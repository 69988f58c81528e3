package dev.effe.server.tls;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A fault of a file of a certificate or key: the message is one line that names the setting and the file. */
public final class TlsFileException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    TlsFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
