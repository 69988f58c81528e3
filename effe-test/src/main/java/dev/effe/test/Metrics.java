package dev.effe.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The metrics of a server at one moment: see {@link EffeExtension#metrics}. Immutable and thread-safe. */
public final class Metrics {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private final String page;
    private final List<Sample> samples;

    private Metrics(String page, List<Sample> samples) {
        this.page = page;
        this.samples = samples;
    }

    /** @param page in the text format of Prometheus */
    static Metrics of(String page) {
        List<Sample> samples = new ArrayList<>();
        for (String line : page.split("\n", -1)) {
            Matcher sample = SAMPLE.matcher(line);
            if (!line.startsWith("#") && sample.matches()) {
                double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
                samples.add(new Sample(sample.group(1), labels(sample.group(2)), value));
            }
        }
        return new Metrics(page, samples);
    }

    private static Map<String, String> labels(@Nullable String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            String value = ESCAPE.matcher(label.group(2))
                    .replaceAll(
                            escape -> Matcher.quoteReplacement(escape.group(1).equals("n") ? "\n" : escape.group(1)));
            labels.put(label.group(1), value);
        }
        return labels;
    }

    /**
     * The value of a metric.
     *
     * @param name its name, such as {@code effe_invocations_seconds_count}
     * @param labels names and values of labels in turn, such as {@code "outcome", "succeeded"}
     * @return the sum over all that have this name and these labels; 0 if none of that name has these labels
     * @throws IllegalStateException if there is no metric of that name, as there is not before its first value; the
     *     message lists those there are
     * @throws IllegalArgumentException if a label has no value
     */
    public double value(String name, String... labels) {
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("The label " + labels[labels.length - 1] + " has no value");
        }
        List<Sample> named =
                samples.stream().filter(sample -> sample.name.equals(name)).toList();
        if (named.isEmpty()) {
            TreeSet<String> names = new TreeSet<>();
            samples.forEach(sample -> names.add(sample.name));
            throw new IllegalStateException("There is no metric " + name + ", but there are " + names);
        }
        return named.stream()
                .filter(sample -> sample.has(labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The page as the admin port shows it. */
    @Override
    public String toString() {
        return page;
    }

    private record Sample(String name, Map<String, String> labels, double value) {

        boolean has(String... wanted) {
            for (int i = 0; i < wanted.length; i += 2) {
                if (!wanted[i + 1].equals(labels.get(wanted[i]))) {
                    return false;
                }
            }
            return true;
        }
    }
}
