package dev.effe.server.http.exchange;

import static dev.effe.server.settings.ValueTypes.onOff;

import dev.effe.server.settings.Rows;

/**
 * The settings of Content-Encoding. Immutable.
 *
 * @param decompress whether request bodies are decoded for the function; else it gets them as sent
 * @param compress whether the function's answers are compressed for clients that take gzip
 */
public record Codings(boolean decompress, boolean compress) {

    static Codings of(Rows rows) {
        return new Codings(
                rows.value("decompress", onOff(), "off", "Gzip'd request bodies are decoded, within max-body."),
                rows.value("compress", onOff(), "off", "Answers are compressed where clients take gzip."));
    }
}
