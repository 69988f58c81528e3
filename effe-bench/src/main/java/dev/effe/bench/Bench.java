package dev.effe.bench;

import dev.effe.bench.compare.Compare;
import dev.effe.bench.slow.Slow;
import java.util.Arrays;

/** {@code compare} runs servers side by side, {@code slow} attacks one with slow clients; anything else goes to JMH. */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("compare")) {
            Compare.main(Arrays.copyOfRange(arguments, 1, arguments.length));
        } else if (arguments.length > 0 && arguments[0].equals("slow")) {
            Slow.main(Arrays.copyOfRange(arguments, 1, arguments.length));
        } else {
            org.openjdk.jmh.Main.main(arguments);
        }
    }
}
