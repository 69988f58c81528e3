package dev.effe.bench;

import dev.effe.bench.calls.CallCost;
import dev.effe.bench.compare.Compare;
import dev.effe.bench.compare.Footprint;
import dev.effe.bench.host.HostCost;
import dev.effe.bench.lambda.EventCost;
import dev.effe.bench.lambda.LambdaCost;
import dev.effe.bench.logs.LogCost;
import dev.effe.bench.memory.Memory;
import dev.effe.bench.overload.Overload;
import dev.effe.bench.overload.Timeouts;
import dev.effe.bench.scale.Scale;
import dev.effe.bench.simulation.Simulation;
import dev.effe.bench.slow.Slow;
import dev.effe.bench.topics.KafkaDelivery;
import dev.effe.bench.topics.PostgresCost;
import dev.effe.bench.topics.PostgresDelivery;
import dev.effe.bench.topics.TopicCost;
import java.util.Arrays;

/**
 * {@code calls} compares calls between functions with HTTP, {@code compare} runs servers side by side, {@code events} has events answered 202, {@code footprint} asks what they cost otherwise, {@code host} what the host's ways cost, {@code lambda} what a handler's call costs, {@code logs} what logs and metrics do, {@code overload} and
 * {@code timeouts} load one beyond its means, {@code memory} moves more bytes than their heaps hold, {@code scale} plots what more connections, contexts and bytes cost,
 * {@code simulation} says what a thousand processes would do, {@code slow} attacks one with slow clients, {@code topics} appends and delivers events, beside Kafka, {@code topics-kafka} in Kafka beside a consumer's loop, {@code topics-postgres} beside pgbench, {@code topics-postgres-deliver} beside db-scheduler; anything else goes to JMH.
 */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 ? "" : arguments[0];
        switch (command) {
            case "calls" -> CallCost.main(rest(arguments));
            case "compare" -> Compare.main(rest(arguments));
            case "events" -> EventCost.main(rest(arguments));
            case "footprint" -> Footprint.main(rest(arguments));
            case "host" -> HostCost.main(rest(arguments));
            case "lambda" -> LambdaCost.main(rest(arguments));
            case "logs" -> LogCost.main(rest(arguments));
            case "memory" -> Memory.main(rest(arguments));
            case "overload" -> Overload.main(rest(arguments));
            case "scale" -> Scale.main(rest(arguments));
            case "simulation" -> Simulation.main(rest(arguments));
            case "slow" -> Slow.main(rest(arguments));
            case "timeouts" -> Timeouts.main(rest(arguments));
            case "topics" -> TopicCost.main(rest(arguments));
            case "topics-kafka" -> KafkaDelivery.main(rest(arguments));
            case "topics-postgres-deliver" -> PostgresDelivery.main(rest(arguments));
            case "topics-postgres" -> PostgresCost.main(rest(arguments));
            default -> org.openjdk.jmh.Main.main(arguments);
        }
    }

    private static String[] rest(String[] arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }
}
