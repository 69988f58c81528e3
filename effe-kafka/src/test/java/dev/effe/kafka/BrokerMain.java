package dev.effe.kafka;

import java.io.IOException;
import org.apache.kafka.common.Uuid;

/** One broker that is its own controller, in a process of its own, which ends with the process that has started it. */
public final class BrokerMain {

    private BrokerMain() {}

    /** @param arguments the file of its settings */
    public static void main(String[] arguments) throws Exception {
        Thread watch = new Thread(BrokerMain::awaitEnd, "end");
        watch.setDaemon(true);
        watch.start();
        String[] format = {
            "format",
            "--ignore-formatted",
            "-t",
            Uuid.fromString("abcdefghijklmnopqrstuQ").toString(),
            "-c",
            arguments[0]
        };
        if (kafka.tools.StorageTool.execute(format, System.err) != 0) {
            throw new IOException("The folder could not be formatted");
        }
        kafka.Kafka.main(arguments);
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // It is over too.
        }
        Runtime.getRuntime().halt(1);
    }
}
