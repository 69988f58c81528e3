package dev.effe.tool.remote;

import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The logs of a host, which sends lines as they come; after a cut it goes on behind the last one. Thread-safe. */
final class HostLogs implements LogSource {

    private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);
    /** A host that is started anew is there by then. */
    private static final int MOST_TRIES = 60;

    private final LambdaClient client;

    HostLogs(LambdaClient client) {
        this.client = client;
    }

    @Override
    public void read(String function, Duration since, boolean follow, Consumer<LogEvent> to) throws IOException {
        String name = LambdaClient.escaped(function);
        String target = "/_effe/logs?follow=" + (follow ? "on" : "off") + "&function=" + name;
        Reading reading = new Reading(to);
        int failed = 0;
        do {
            String from = reading.cursor.isEmpty() ? "&since=" + since.toSeconds() + "s" : "&cursor=" + reading.cursor;
            try (InputStream lines = client.open(target + from)) {
                failed = 0;
                reading.read(lines);
            } catch (ApiException e) {
                throw e;
            } catch (IOException e) {
                failed++;
                if (!follow || reading.begun == 0 || failed == MOST_TRIES) {
                    throw e instanceof ToolException
                            ? e
                            : new ToolException(client.endpoint() + " has cut the log: " + e);
                }
            }
            reading.begun++;
            if (follow) {
                client.pause().of(BEFORE_NEXT);
            }
        } while (follow);
    }

    /** A reading, and the line that it has come to. Used by one thread. */
    private static final class Reading {

        private final Consumer<LogEvent> to;
        private String cursor = "";
        private int begun;

        Reading(Consumer<LogEvent> to) {
            this.to = to;
        }

        void read(InputStream in) throws IOException {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                begun = 1;
                if (!line.isEmpty()) {
                    Map<String, Object> fields = JsonFields.map(Json.read(line.getBytes(StandardCharsets.UTF_8)));
                    to.accept(new LogEvent(
                            JsonFields.text(fields, "time"),
                            JsonFields.text(fields, "function"),
                            JsonFields.text(fields, "version"),
                            JsonFields.text(fields, "stream"),
                            JsonFields.text(fields, "message")));
                    cursor = Long.toString(JsonFields.number(fields, "cursor"));
                }
            }
        }
    }
}
