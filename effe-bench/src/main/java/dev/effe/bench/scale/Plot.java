package dev.effe.bench.scale;

import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Rounds;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A picture of one dimension: throughput, p99 and CPU per request, side by side, each at its best round. */
final class Plot {

    /** A value axis is logarithmic when its values differ by more than this factor; else it begins at 0. */
    private static final double WIDE = 20;

    private final Dimension dimension;
    private final Map<String, List<Rounds>> figures;

    Plot(Dimension dimension, Map<String, List<Rounds>> figures) {
        this.dimension = dimension;
        this.figures = figures;
    }

    /** Writes {@code scale-DIMENSION.png}; returns its path. */
    Path save(Path folder) throws IOException {
        List<CategoryChart> charts = List.of(
                chart("requests/s", rounds -> rounds.max(Load::perSecond)),
                chart("p99, ms", rounds -> rounds.min(Load::p99) / 1000),
                chart("CPU µs/request", rounds -> rounds.min(Load::cpuPerRequest)));
        Path file = folder.resolve("scale-" + dimension.label + ".png");
        BitmapEncoder.saveBitmap(charts, 1, charts.size(), file.toString(), BitmapFormat.PNG);
        return file;
    }

    private CategoryChart chart(String title, ToDoubleFunction<Rounds> value) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(420)
                .height(340)
                .title(title)
                .xAxisTitle(dimension.label)
                .build();
        chart.getStyler().setYAxisDecimalPattern("#,##0.###");
        chart.getStyler()
                .setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line)
                .setOverlapped(true)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setChartBackgroundColor(Color.WHITE);
        List<String> steps = dimension.steps.stream().map(dimension::text).toList();
        List<Double> all = new ArrayList<>();
        figures.forEach((server, rounds) -> {
            List<Double> values = rounds.stream().mapToDouble(value).boxed().toList();
            all.addAll(values);
            chart.addSeries(server, steps, values);
        });
        scale(chart, all);
        return chart;
    }

    private static void scale(CategoryChart chart, List<Double> values) {
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        if (least > 0 && most / least > WIDE) {
            chart.getStyler()
                    .setYAxisLogarithmic(true)
                    .setYAxisMin(Math.pow(10, Math.floor(Math.log10(least))))
                    .setYAxisMax(Math.pow(10, Math.ceil(Math.log10(most))));
        } else {
            chart.getStyler().setYAxisMin(0.0);
        }
    }
}
