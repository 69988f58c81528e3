package dev.effe.host.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that the host knows of a function. Immutable and thread-safe.
 *
 * @param latest {@code $LATEST}
 * @param lastVersion the highest number that was ever given to a version; 0 if none was
 * @param versions the published ones, by number
 * @param aliases by name
 * @param reserved the calls at once that it has for itself, and no more; empty for no limit of its own
 * @param policy who may invoke it, by what clients say
 * @param eventConfigs the rules of its events, by {@code $LATEST}, number or alias
 * @param urls those of it, by {@code $LATEST} for the function's own, or alias
 */
public record FunctionState(
        String name,
        FunctionVersion latest,
        int lastVersion,
        SortedMap<Integer, FunctionVersion> versions,
        SortedMap<String, Alias> aliases,
        OptionalInt reserved,
        List<Statement> policy,
        SortedMap<String, EventConfig> eventConfigs,
        SortedMap<String, UrlConfig> urls,
        SortedMap<String, String> tags,
        Instant created) {

    public FunctionState {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
        policy = List.copyOf(policy);
        eventConfigs = Collections.unmodifiableSortedMap(new TreeMap<>(eventConfigs));
        urls = Collections.unmodifiableSortedMap(new TreeMap<>(urls));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** A function as it is first. */
    public static FunctionState of(String name, FunctionVersion latest) {
        return new FunctionState(
                name,
                latest,
                0,
                new TreeMap<>(),
                new TreeMap<>(),
                OptionalInt.empty(),
                List.of(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                latest.modified());
    }

    /** A version by {@code $LATEST} or its number; null if there is none. */
    public @Nullable FunctionVersion version(String version) {
        return Qualifier.isLatest(version) ? latest : versions.get(Qualifier.number(version));
    }

    /** {@code $LATEST} and then the published versions, by number. */
    public List<FunctionVersion> allVersions() {
        List<FunctionVersion> all = new ArrayList<>();
        all.add(latest);
        all.addAll(versions.values());
        return all;
    }

    /** The code of all its versions. */
    public Set<CodeRef> codes() {
        Set<CodeRef> codes = new HashSet<>();
        allVersions().forEach(version -> codes.add(version.config().code()));
        return codes;
    }

    public FunctionState withLatest(FunctionVersion changed) {
        return with(draft -> draft.latest = changed);
    }

    /** The same with a version that was published. */
    public FunctionState withVersion(FunctionVersion published) {
        return with(draft -> {
            draft.versions.put(published.number(), published);
            draft.lastVersion = Math.max(lastVersion, published.number());
        });
    }

    /** The same without a version and what was said of it. */
    public FunctionState withoutVersion(int number) {
        return with(draft -> {
            draft.versions.remove(number);
            draft.forget(Integer.toString(number));
        });
    }

    public FunctionState withAlias(Alias alias) {
        return with(draft -> draft.aliases.put(alias.name(), alias));
    }

    /** The same without an alias and what was said of it. */
    public FunctionState withoutAlias(String alias) {
        return with(draft -> {
            draft.aliases.remove(alias);
            draft.forget(alias);
        });
    }

    public FunctionState withReserved(OptionalInt calls) {
        return with(draft -> draft.reserved = calls);
    }

    public FunctionState withPolicy(List<Statement> statements) {
        return with(draft -> draft.policy = statements);
    }

    public FunctionState withTags(SortedMap<String, String> changed) {
        return with(draft -> draft.tags = changed);
    }

    /** The same with the rules of the events of a qualifier. */
    public FunctionState withEventConfig(String qualifier, EventConfig config) {
        return with(draft -> draft.eventConfigs.put(qualifier, config));
    }

    public FunctionState withoutEventConfig(String qualifier) {
        return with(draft -> draft.eventConfigs.remove(qualifier));
    }

    /** The same with a URL of a qualifier. */
    public FunctionState withUrl(String qualifier, UrlConfig url) {
        return with(draft -> draft.urls.put(qualifier, url));
    }

    public FunctionState withoutUrl(String qualifier) {
        return with(draft -> draft.urls.remove(qualifier));
    }

    private FunctionState with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new FunctionState(
                name,
                draft.latest,
                draft.lastVersion,
                draft.versions,
                draft.aliases,
                draft.reserved,
                draft.policy,
                draft.eventConfigs,
                draft.urls,
                draft.tags,
                created);
    }

    /** All that changes of a state, while a change is made. */
    private static final class Draft {

        private FunctionVersion latest;
        private int lastVersion;
        private final SortedMap<Integer, FunctionVersion> versions;
        private final SortedMap<String, Alias> aliases;
        private OptionalInt reserved;
        private List<Statement> policy;
        private final SortedMap<String, EventConfig> eventConfigs;
        private final SortedMap<String, UrlConfig> urls;
        private SortedMap<String, String> tags;

        Draft(FunctionState state) {
            latest = state.latest;
            lastVersion = state.lastVersion;
            versions = new TreeMap<>(state.versions);
            aliases = new TreeMap<>(state.aliases);
            reserved = state.reserved;
            policy = state.policy;
            eventConfigs = new TreeMap<>(state.eventConfigs);
            urls = new TreeMap<>(state.urls);
            tags = state.tags;
        }

        /** Drops what is said of a version or an alias that goes. */
        void forget(String qualifier) {
            policy = policy.stream()
                    .filter(statement -> !statement.qualifier().equals(qualifier))
                    .toList();
            eventConfigs.remove(qualifier);
            urls.remove(qualifier);
        }
    }
}
