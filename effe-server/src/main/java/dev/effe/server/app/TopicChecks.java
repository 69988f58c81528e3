package dev.effe.server.app;

import dev.effe.server.app.yaml.Faults;
import java.util.List;

/** Checks that the store can be reached by all who use it: files belong to one process. */
final class TopicChecks {

    private TopicChecks() {}

    static void check(Application application, List<FunctionEntry> hosted, Faults faults) {
        if (application.storeKind() != Store.Kind.FILE
                || hosted.size() == application.functions().size()) {
            return;
        }
        for (FunctionEntry appender : application.functions().values()) {
            for (Mention topic : appender.links().appends()) {
                for (FunctionEntry reader : application.functions().values()) {
                    if (hosted.contains(appender) != hosted.contains(reader) && reads(reader, topic.text())) {
                        topic.fault(
                                faults,
                                "is kept in files, which belong to one process, but with --only " + appender.name()
                                        + " appends to it in one and " + reader.name()
                                        + " is triggered in another: host both in one, or name a store of kind postgres or"
                                        + " kafka");
                    }
                }
            }
        }
    }

    private static boolean reads(FunctionEntry function, String topic) {
        return function.links().triggers().stream()
                .anyMatch(trigger -> trigger instanceof Trigger.OfTopic
                        && trigger.source().text().equals(topic));
    }
}
