package dev.effe.server.app;

import dev.effe.server.app.yaml.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An application, as its files say. Maps are in the order of the files. Immutable.
 *
 * @param name its name
 * @param functions the functions by name
 * @param topics the topics by name
 * @param store where topics are kept; empty for files
 * @param settings the settings at the top, by name
 * @param targets where commands deploy to, by name
 * @param retain how many versions a deployment keeps
 */
public record Application(
        String name,
        Map<String, FunctionEntry> functions,
        Map<String, Topic> topics,
        Optional<Store> store,
        Map<String, SettingText> settings,
        Map<String, Target> targets,
        int retain) {

    /** Copies the maps. */
    public Application {
        functions = ordered(functions);
        topics = ordered(topics);
        settings = ordered(settings);
        targets = ordered(targets);
    }

    static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The kind of store that topics are kept in. */
    public Store.Kind storeKind() {
        return store.map(Store::kind).orElse(Store.Kind.FILE);
    }

    /**
     * A topic.
     *
     * @param place where it is defined
     * @param lanes how many lanes its events are shared out to
     * @param retention the age at which events go, as written; {@code forever} for never
     * @param maxEventBytes the longest payload
     */
    public record Topic(String name, Place place, int lanes, String retention, int maxEventBytes) {}

    /**
     * A setting as it is written.
     *
     * @param text its value; paths are from the file's folder already
     */
    public record SettingText(String name, String text, Place place) {}
}
