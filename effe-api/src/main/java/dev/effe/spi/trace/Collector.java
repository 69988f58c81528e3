package dev.effe.spi.trace;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * The place that spans go to, and who sends them. Immutable.
 *
 * @param endpoint an http or https URL, without what a protocol adds to it
 * @param headers those of each request to it
 * @param application the name of the application that the functions are of; "" for none
 * @param process the name of this process, such as {@code host/pid}
 * @param version of Effe
 */
public record Collector(URI endpoint, Headers headers, String application, String process, String version) {

    /** Headers, which may be secrets. Thread-safe. */
    @FunctionalInterface
    public interface Headers {

        /**
         * The headers by name, read anew.
         *
         * @return names and values
         * @throws IOException if they cannot be read; the message has no value
         */
        Map<String, String> read() throws IOException;
    }
}
