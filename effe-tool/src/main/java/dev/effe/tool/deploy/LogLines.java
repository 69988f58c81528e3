package dev.effe.tool.deploy;

import dev.effe.server.json.Json;
import dev.effe.tool.remote.LogEvent;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Prints lines of logs as {@code TIME FUNCTION:VERSION MESSAGE} or as JSON, those that are wanted. A terminal is not
 * steered by what is in them. Thread-safe.
 */
final class LogLines {

    private final PrintStream out;
    private final Optional<String> grep;
    private final Optional<String> request;
    private final boolean json;

    LogLines(PrintStream out, Optional<String> grep, Optional<String> request, boolean json) {
        this.out = out;
        this.grep = grep;
        this.request = request;
        this.json = json;
    }

    synchronized void print(LogEvent event) {
        if (!event.message().contains(grep.orElse("")) || !event.message().contains(request.orElse(""))) {
            return;
        }
        out.println(json ? json(event) : text(event));
        out.flush();
    }

    private static String text(LogEvent event) {
        String version = event.version().isEmpty() ? "" : ":" + event.version();
        return event.time() + " " + event.function() + version + " " + plain(event.message());
    }

    /** Without what a terminal takes for orders. */
    private static String plain(String message) {
        StringBuilder plain = new StringBuilder(message.length());
        message.chars().forEach(c -> plain.append(Character.isISOControl(c) && c != '\t' ? '?' : (char) c));
        return plain.toString();
    }

    private static String json(LogEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", event.time());
        fields.put("function", event.function());
        fields.put("version", event.version());
        fields.put("stream", event.stream());
        fields.put("message", event.message());
        return Json.text(fields);
    }
}
