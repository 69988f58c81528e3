package dev.effe.server.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Paths and requests for tests of routes, here and behind routers. */
public final class RouteSamples {

    private RouteSamples() {}

    /** The lines of the table of requests, each split at its bars: a route has two columns, a request four. */
    public static List<List<String>> table() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                RouteSamples.class.getResourceAsStream("/routes/requests.txt"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> line.contains("|"))
                    .map(line -> Arrays.stream(line.split("\\|", -1))
                            .map(String::strip)
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All paths of one segment up to so many. */
    public static List<String> paths(int mostSegments, String... segments) {
        List<String> all = new ArrayList<>();
        List<String> longest = List.of("");
        for (int length = 1; length <= mostSegments; length++) {
            List<String> longer = new ArrayList<>();
            for (String path : longest) {
                for (String segment : segments) {
                    longer.add(path + "/" + segment);
                }
            }
            all.addAll(longer);
            longest = longer;
        }
        return all;
    }
}
