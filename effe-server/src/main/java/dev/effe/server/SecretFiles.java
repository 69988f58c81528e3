package dev.effe.server;

import dev.effe.server.access.TokenFile;
import dev.effe.server.cli.Settings;
import dev.effe.server.events.HeaderFile;
import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at files with secrets before the function's init: a start that must fail is not to do anything first. */
final class SecretFiles {

    private static final Logger log = LoggerFactory.getLogger(SecretFiles.class);

    private SecretFiles() {}

    /** Reads what will throw if a file is not as it must be. */
    private interface Reading {
        void read() throws IOException;
    }

    static void check(Settings settings) throws StartException {
        if (settings.admin().tokenFile().isPresent()) {
            Path path = settings.admin().tokenFile().get();
            check("admin-token-file", path, new TokenFile(path)::token);
        }
        if (settings.calls().tokenFile().isPresent()) {
            Path path = settings.calls().tokenFile().get();
            check("call-token-file", path, new TokenFile(path)::token);
        }
        if (settings.function().events().destinations().headers().isPresent()) {
            Path path = settings.function().events().destinations().headers().get();
            check("destination-header-file", path, new HeaderFile(path)::headers);
        }
        if (settings.traces().headers().isPresent()) {
            Path path = settings.traces().headers().get();
            check("otlp-header-file", path, new HeaderFile(path)::headers);
        }
    }

    private static void check(String setting, Path path, Reading reading) throws StartException {
        try {
            reading.read();
            if (OwnerOnly.isForEverybody(path)) {
                log.warn("Everybody on this machine may read the file of {}: chmod 600 {}", setting, path);
            }
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
            throw new StartException(setting + " " + path + " cannot be used: " + why, null);
        }
    }
}
