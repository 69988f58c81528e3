package dev.effe.server.admin.page;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A chart of lines over the last ten minutes, as SVG without a style of its own. Stateless. */
final class Chart {

    private static final int WIDTH = 600;
    private static final int HEIGHT = 120;
    private static final double SPAN_MILLIS = 600_000;

    /**
     * A line.
     *
     * @param name for the legend
     * @param style the class of its colour
     */
    record Line<T>(String name, String style, ToDoubleFunction<T> value) {}

    private Chart() {}

    /**
     * Draws one.
     *
     * @param title what it shows, with its unit
     * @param samples the oldest first; the right edge is the last one's time
     * @param time of a sample, in milliseconds
     */
    static <T> String of(String title, List<T> samples, ToDoubleFunction<T> time, List<Line<T>> lines) {
        double highest = 0;
        for (T sample : samples) {
            for (Line<T> line : lines) {
                highest = Math.max(highest, line.value.applyAsDouble(sample));
            }
        }
        double top = roundUp(highest);
        StringBuilder html = new StringBuilder("<figure><figcaption><b>").append(Html.text(title));
        html.append("</b><span class=\"top\">").append(Html.number(top)).append("</span></figcaption>");
        html.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        html.append("\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
        html.append(Html.text(title + " over the last ten minutes, at most " + Html.number(highest)))
                .append("\">");
        html.append("<path class=\"grid\" d=\"M0 .5H600M0 60H600M0 119.5H600\"/>");
        for (Line<T> line : lines) {
            html.append("<path class=\"").append(line.style).append("\" d=\"");
            html.append(path(samples, time, line, top)).append("\"/>");
        }
        html.append("</svg><div class=\"legend\"><span>−10 min</span>");
        for (Line<T> line : lines) {
            html.append("<span class=\"key ").append(line.style).append("\">");
            html.append(Html.text(line.name)).append("</span>");
        }
        return html.append("<span>now</span></div></figure>\n").toString();
    }

    private static <T> String path(List<T> samples, ToDoubleFunction<T> time, Line<T> line, double top) {
        StringBuilder path = new StringBuilder();
        double last = samples.isEmpty() ? 0 : time.applyAsDouble(samples.get(samples.size() - 1));
        for (T sample : samples) {
            double x = WIDTH - (last - time.applyAsDouble(sample)) / SPAN_MILLIS * WIDTH;
            double y = HEIGHT - 2 - line.value.applyAsDouble(sample) / top * (HEIGHT - 4);
            path.append(path.length() == 0 ? 'M' : 'L').append(String.format(Locale.ROOT, "%.1f %.1f", x, y));
        }
        return path.toString();
    }

    /** The next of 1, 2, 5, 10 and so on. */
    static double roundUp(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (int step : new int[] {1, 2, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
