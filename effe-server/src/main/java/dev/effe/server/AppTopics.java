package dev.effe.server;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Trigger;
import dev.effe.server.app.yaml.Kind;
import dev.effe.spi.topics.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads from effe.yaml which topics a process serves. */
final class AppTopics {

    private AppTopics() {}

    /**
     * The topics of the functions of a process.
     *
     * @param dataDir the folder of what is kept
     * @return null if it has none to serve
     */
    static @Nullable TopicPlan of(Application application, List<HostedFunction> hosted, Path dataDir) {
        Map<String, Set<String>> appends = new LinkedHashMap<>();
        Map<String, List<Trigger.OfTopic>> triggers = new LinkedHashMap<>();
        Set<String> used = new LinkedHashSet<>();
        Map<String, Integer> maxContexts = new LinkedHashMap<>();
        for (HostedFunction each : hosted) {
            FunctionEntry function = each.entry();
            Set<String> appended = new LinkedHashSet<>();
            function.links().appends().stream().map(Mention::text).forEach(appended::add);
            List<Trigger.OfTopic> triggered = new ArrayList<>();
            for (Trigger trigger : function.links().triggers()) {
                if (trigger instanceof Trigger.OfTopic ofTopic) {
                    triggered.add(ofTopic);
                    used.add(ofTopic.source().text());
                }
            }
            used.addAll(appended);
            appends.put(function.name(), appended);
            triggers.put(function.name(), triggered);
            maxContexts.put(
                    function.name(), each.settings().function().contexts().maxContexts());
        }
        if (hosted.size() == application.functions().size()) {
            used.addAll(application.topics().keySet());
        }
        if (used.isEmpty()) {
            return null;
        }
        List<TopicSpec> topics = new ArrayList<>();
        Map<String, Integer> maxEventBytes = new LinkedHashMap<>();
        for (Application.Topic topic : application.topics().values()) {
            if (used.contains(topic.name())) {
                topics.add(new TopicSpec(topic.name(), topic.lanes(), retention(topic.retention())));
                maxEventBytes.put(topic.name(), topic.maxEventBytes());
            }
        }
        Path folder = dataDir.resolve("topics").resolve(application.name()).toAbsolutePath();
        return new TopicPlan(application.name(), folder, topics, maxEventBytes, appends, triggers, maxContexts);
    }

    private static Optional<Duration> retention(String text) {
        return text.equals("forever")
                ? Optional.empty()
                : Optional.ofNullable(Kind.duration("1h", "36500d").parse().apply(text));
    }
}
