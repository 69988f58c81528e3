package dev.effe.server.function;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** The SLF4J that a function's classes log through. */
enum Slf4j {
    /** The server's: the package brings nothing that its slf4j-api could log with. */
    SERVERS,

    /** The package's own: it brings slf4j-api and a provider, or version 1.7 and a binding. */
    OWN,

    /** Made anew for the package from the server's class files: it brings a provider without slf4j-api. */
    LENT;

    private static final String API = "org/slf4j/LoggerFactory.class";
    private static final String API_2 = "org/slf4j/spi/SLF4JServiceProvider.class";
    private static final String BINDING_1_7 = "org/slf4j/impl/StaticLoggerBinder.class";
    private static final String PROVIDERS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

    /** Looks into a package as SLF4J itself would, and not into the loader's parents. */
    static Slf4j of(URLClassLoader function) {
        boolean api = function.findResource(API) != null;
        if (api && function.findResource(API_2) == null) {
            return function.findResource(BINDING_1_7) == null ? SERVERS : OWN;
        }
        if (!namesProvider(function)) {
            return SERVERS;
        }
        return api ? OWN : LENT;
    }

    private static boolean namesProvider(URLClassLoader function) {
        try {
            for (URL file : Collections.list(function.findResources(PROVIDERS))) {
                try (InputStream in = file.openStream()) {
                    if (namesProvider(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException e) {
            return false; // SLF4J could not read it either.
        }
    }

    private static boolean namesProvider(String services) {
        return services.lines().map(String::strip).anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
    }
}
