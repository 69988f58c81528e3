package dev.effe.bench.host;

import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Wrk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to a function, and the figures of its rounds.
 *
 * @param hop the CPU of what stands before the function
 * @param function the CPU of the function's own process
 * @param more for the script
 * @param whole of each round, with the CPU of both
 * @param hops the hop's CPU per request, of each round
 */
record Way(
        String name,
        int port,
        String path,
        String script,
        Wrk.Cpu hop,
        Wrk.Cpu function,
        List<String> more,
        Rounds whole,
        List<Double> hops) {

    static Way of(String name, int port, String path, String script, Wrk.Cpu hop, Wrk.Cpu function) {
        return new Way(name, port, path, script, hop, function, List.of(), new Rounds(), new ArrayList<>());
    }

    /** The same with arguments for the script. */
    Way with(List<String> arguments) {
        return new Way(name, port, path, script, hop, function, arguments, whole, hops);
    }

    /** Loads it, without keeping the figures. */
    Load load(Wrk wrk, int connections, int seconds) throws IOException, InterruptedException {
        Wrk.Cpu both = () -> hop.micros() + function.micros();
        return wrk.run(Wrk.command(port, path, connections, seconds), both, script, more.toArray(String[]::new));
    }

    /** Loads it for a round. */
    void round(Wrk wrk, int connections, int seconds) throws IOException, InterruptedException {
        long hopBefore = hop.micros();
        long functionBefore = function.micros();
        Load load = load(wrk, connections, seconds);
        double hopMicros = hop.micros() - hopBefore;
        double functionMicros = function.micros() - functionBefore;
        whole.add(load);
        hops.add(load.cpuPerRequest() * hopMicros / (hopMicros + functionMicros));
    }

    double hopMedian() {
        return Rounds.median(hops.stream().mapToDouble(each -> each).toArray());
    }

    /** The hop's CPU, of that of another way in the same round. */
    double hopRatio(Way other) {
        double[] ratios = new double[hops.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = hops.get(i) / other.hops.get(i);
        }
        return Rounds.median(ratios);
    }

    /** Forgets its rounds. */
    void clear() {
        whole.clear();
        hops.clear();
    }
}
