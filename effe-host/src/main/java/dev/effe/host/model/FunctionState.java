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
        return new FunctionState(
                name, changed, lastVersion, versions, aliases, reserved, policy, eventConfigs, urls, tags, created);
    }

    /** The same with a version that was published. */
    public FunctionState withVersion(FunctionVersion published) {
        SortedMap<Integer, FunctionVersion> more = new TreeMap<>(versions);
        more.put(published.number(), published);
        return new FunctionState(
                name,
                latest,
                Math.max(lastVersion, published.number()),
                more,
                aliases,
                reserved,
                policy,
                eventConfigs,
                urls,
                tags,
                created);
    }

    /** The same without a version and what was said of it. */
    public FunctionState withoutVersion(int number) {
        SortedMap<Integer, FunctionVersion> fewer = new TreeMap<>(versions);
        fewer.remove(number);
        return new FunctionState(
                name,
                latest,
                lastVersion,
                fewer,
                aliases,
                reserved,
                policyWithout(Integer.toString(number)),
                eventConfigsWithout(Integer.toString(number)),
                urls,
                tags,
                created);
    }

    public FunctionState withAlias(Alias alias) {
        SortedMap<String, Alias> changed = new TreeMap<>(aliases);
        changed.put(alias.name(), alias);
        return new FunctionState(
                name, latest, lastVersion, versions, changed, reserved, policy, eventConfigs, urls, tags, created);
    }

    /** The same without an alias and what was said of it. */
    public FunctionState withoutAlias(String alias) {
        SortedMap<String, Alias> fewer = new TreeMap<>(aliases);
        fewer.remove(alias);
        return new FunctionState(
                name,
                latest,
                lastVersion,
                versions,
                fewer,
                reserved,
                policyWithout(alias),
                eventConfigsWithout(alias),
                urlsWithout(alias),
                tags,
                created);
    }

    public FunctionState withReserved(OptionalInt calls) {
        return new FunctionState(
                name, latest, lastVersion, versions, aliases, calls, policy, eventConfigs, urls, tags, created);
    }

    public FunctionState withPolicy(List<Statement> statements) {
        return new FunctionState(
                name, latest, lastVersion, versions, aliases, reserved, statements, eventConfigs, urls, tags, created);
    }

    public FunctionState withTags(SortedMap<String, String> changed) {
        return new FunctionState(
                name, latest, lastVersion, versions, aliases, reserved, policy, eventConfigs, urls, changed, created);
    }

    /** The same with the rules of the events of a qualifier. */
    public FunctionState withEventConfig(String qualifier, EventConfig config) {
        SortedMap<String, EventConfig> more = new TreeMap<>(eventConfigs);
        more.put(qualifier, config);
        return withEventConfigs(more);
    }

    public FunctionState withoutEventConfig(String qualifier) {
        return withEventConfigs(eventConfigsWithout(qualifier));
    }

    private FunctionState withEventConfigs(SortedMap<String, EventConfig> changed) {
        return new FunctionState(
                name, latest, lastVersion, versions, aliases, reserved, policy, changed, urls, tags, created);
    }

    private SortedMap<String, EventConfig> eventConfigsWithout(String qualifier) {
        SortedMap<String, EventConfig> fewer = new TreeMap<>(eventConfigs);
        fewer.remove(qualifier);
        return fewer;
    }

    /** The same with a URL of a qualifier. */
    public FunctionState withUrl(String qualifier, UrlConfig url) {
        SortedMap<String, UrlConfig> more = new TreeMap<>(urls);
        more.put(qualifier, url);
        return withUrls(more);
    }

    public FunctionState withoutUrl(String qualifier) {
        return withUrls(urlsWithout(qualifier));
    }

    private FunctionState withUrls(SortedMap<String, UrlConfig> changed) {
        return new FunctionState(
                name, latest, lastVersion, versions, aliases, reserved, policy, eventConfigs, changed, tags, created);
    }

    private SortedMap<String, UrlConfig> urlsWithout(String qualifier) {
        SortedMap<String, UrlConfig> fewer = new TreeMap<>(urls);
        fewer.remove(qualifier);
        return fewer;
    }

    private List<Statement> policyWithout(String qualifier) {
        return policy.stream()
                .filter(statement -> !statement.qualifier().equals(qualifier))
                .toList();
    }
}
