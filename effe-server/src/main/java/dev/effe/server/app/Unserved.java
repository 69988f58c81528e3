package dev.effe.server.app;

import dev.effe.server.app.yaml.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keys of the format that this version knows and does not serve: a start says so, rather than leave them out. */
public final class Unserved {

    private record Key(Place place, String what) {}

    private final List<Key> keys = new ArrayList<>();

    private Unserved() {}

    /**
     * The first one, as the line that ends a start.
     *
     * @param hosted the functions that the process serves
     */
    public static Optional<String> first(Application application, List<FunctionEntry> hosted) {
        Unserved unserved = new Unserved();
        if (hosted.size() == application.functions().size()) {
            application.topics().values().forEach(topic -> unserved.add(topic.place(), "topics are"));
            application.store().ifPresent(store -> unserved.add(store.place(), "a store is"));
        }
        hosted.forEach(unserved::add);
        return unserved.keys.stream()
                .min(Comparator.comparing(Key::place))
                .map(key -> key.place + ": " + key.what + " not served by this version");
    }

    private void add(FunctionEntry function) {
        function.links().appends().stream().findFirst().ifPresent(topic -> add(topic.place(), "topics are"));
        for (Trigger trigger : function.links().triggers()) {
            add(trigger.source().place(), trigger instanceof Trigger.OfTopic ? "topics are" : "schedules are");
        }
        function.deployment()
                .runtime()
                .filter(runtime -> !runtime.text().startsWith("java"))
                .ifPresent(runtime -> add(runtime.place(), "the runtime " + runtime.text() + " is"));
    }

    private void add(Place place, String what) {
        keys.add(new Key(place, what));
    }
}
