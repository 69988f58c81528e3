package dev.effe.server.app;

import dev.effe.server.app.yaml.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
            application
                    .store()
                    .filter(store -> store.kind() == Store.Kind.KAFKA)
                    .ifPresent(store -> unserved.add(
                            store.place(),
                            "a store of kind " + store.kind().name().toLowerCase(Locale.ROOT) + " is"));
        }
        hosted.forEach(function -> unserved.add(function, application.storeKind() != Store.Kind.KAFKA));
        return unserved.keys.stream()
                .min(Comparator.comparing(Key::place))
                .map(key -> key.place + ": " + key.what + " not served by this version");
    }

    private void add(FunctionEntry function, boolean served) {
        if (!served) {
            function.links().appends().forEach(topic -> add(topic.place(), "a topic of that store is"));
        }
        for (Trigger trigger : function.links().triggers()) {
            if (!served) {
                add(trigger.source().place(), "a topic of that store is");
            }
        }
    }

    private void add(Place place, String what) {
        keys.add(new Key(place, what));
    }
}
