package dev.effe.server;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.app.Store;
import dev.effe.server.app.Trigger;
import dev.effe.server.app.yaml.Kind;
import dev.effe.server.topics.GroupName;
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
import java.util.stream.Collectors;
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
        Map<String, List<Trigger.OfSchedule>> schedules = new LinkedHashMap<>();
        Map<String, Integer> maxContexts = new LinkedHashMap<>();
        for (HostedFunction function : hosted) {
            appends.put(function.name(), appends(function.entry()));
            triggers.put(function.name(), triggers(function.entry(), Trigger.OfTopic.class));
            List<Trigger.OfSchedule> ofFunction = triggers(function.entry(), Trigger.OfSchedule.class);
            if (!ofFunction.isEmpty()) {
                schedules.put(function.name(), ofFunction);
            }
            maxContexts.put(
                    function.name(), function.settings().function().contexts().maxContexts());
        }
        Optional<Store> store = application.store().filter(named -> named.kind() != Store.Kind.FILE);
        Set<String> used = used(appends, triggers);
        boolean isAsked = store.isPresent() && !used.isEmpty(); // For the topics of functions in other processes too.
        if (isAsked || hosted.size() == application.functions().size()) {
            used.addAll(application.topics().keySet());
        }
        if (used.isEmpty() && schedules.isEmpty()) {
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
        return new TopicPlan(
                application.name(),
                folder,
                store,
                topics,
                maxEventBytes,
                appends,
                triggers,
                schedules,
                groups(application, used),
                maxContexts);
    }

    /** The topics that the functions of this process append to, or are triggered by. */
    private static Set<String> used(Map<String, Set<String>> appends, Map<String, List<Trigger.OfTopic>> triggers) {
        Set<String> used = new LinkedHashSet<>();
        appends.values().forEach(used::addAll);
        for (List<Trigger.OfTopic> all : triggers.values()) {
            all.forEach(trigger -> used.add(trigger.source().text()));
        }
        return used;
    }

    private static List<GroupName> groups(Application application, Set<String> topics) {
        List<GroupName> groups = new ArrayList<>();
        for (FunctionEntry function : application.functions().values()) {
            for (Trigger.OfTopic trigger : triggers(function, Trigger.OfTopic.class)) {
                if (topics.contains(trigger.source().text())) {
                    groups.add(new GroupName(trigger.group(), trigger.source().text(), function.name()));
                }
            }
        }
        return groups;
    }

    private static Set<String> appends(FunctionEntry function) {
        return function.links().appends().stream()
                .map(Mention::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static <T extends Trigger> List<T> triggers(FunctionEntry function, Class<T> kind) {
        return function.links().triggers().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static Optional<Duration> retention(String text) {
        return text.equals("forever")
                ? Optional.empty()
                : Optional.ofNullable(Kind.duration("1h", "36500d").parse().apply(text));
    }
}
