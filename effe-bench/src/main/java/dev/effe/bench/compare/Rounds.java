package dev.effe.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one candidate in one scenario. A ratio is taken within each round, whose noise both share. */
public final class Rounds {

    private final List<Load> loads = new ArrayList<>();

    public void add(Load load) {
        loads.add(load);
    }

    public void clear() {
        loads.clear();
    }

    public double median(ToDoubleFunction<Load> value) {
        return Rounds.median(loads.stream().mapToDouble(value).toArray());
    }

    public double ratio(ToDoubleFunction<Load> value, Rounds baseline) {
        double[] ratios = new double[loads.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(loads.get(i)) / value.applyAsDouble(baseline.loads.get(i));
        }
        return median(ratios);
    }

    /** The figure of the round that others disturbed least, on a machine that is not ours alone. */
    public double max(ToDoubleFunction<Load> value) {
        return loads.stream().mapToDouble(value).max().orElseThrow();
    }

    /** As {@link #max}. */
    public double min(ToDoubleFunction<Load> value) {
        return loads.stream().mapToDouble(value).min().orElseThrow();
    }

    public long errors() {
        return loads.stream().mapToLong(Load::errors).sum();
    }

    /** The middle of some figures. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
