package dev.effe.server.supply;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The order of versions as libraries count them: 1.10 after 1.9, 2.0-rc1 before 2.0, 4.2.0.Final as 4.2.0. */
final class Versions {

    static final Comparator<String> ORDER = Versions::compare;

    private static final List<String> BEFORE_RELEASE = List.of("alpha", "beta", "m", "cr", "rc", "snapshot");

    private Versions() {}

    private static int compare(String one, String other) {
        String[] ones = parts(one);
        String[] others = parts(other);
        for (int i = 0; i < Math.max(ones.length, others.length); i++) {
            int order = Integer.compare(rank(ones, i), rank(others, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String[] parts(String version) {
        return Stream.of(version.split("[.+-]|(?<=\\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\\d)", -1))
                .filter(part -> !part.equalsIgnoreCase("final") && !part.equalsIgnoreCase("release"))
                .toArray(String[]::new);
    }

    private static int rank(String[] parts, int at) {
        if (at >= parts.length) {
            return 0;
        }
        int before = BEFORE_RELEASE.indexOf(parts[at].toLowerCase(java.util.Locale.ROOT));
        if (before >= 0) {
            return before - BEFORE_RELEASE.size();
        }
        return parts[at].matches("\\d+") ? Integer.parseInt(parts[at]) : 0;
    }
}
