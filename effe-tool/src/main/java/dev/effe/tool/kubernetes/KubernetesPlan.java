package dev.effe.tool.kubernetes;

import dev.effe.server.json.Json;
import dev.effe.tool.deploy.plan.DeploymentPlan;
import dev.effe.tool.deploy.plan.FieldChange;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.PlanJson;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.deploy.plan.Sizes;
import dev.effe.tool.remote.AliasState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The changes that a deployment of a function would make to a cluster. Immutable.
 *
 * @param hash of the version that is to be
 * @param same the version that is so already; empty if one is made
 * @param secretsChange true if the newest version has others
 */
record KubernetesPlan(
        KubernetesCandidate candidate,
        ClusterFunction live,
        String hash,
        Optional<ClusterVersion> same,
        boolean secretsChange)
        implements DeploymentPlan {

    private static final int SHORT_DIGEST = "sha256:".length() + 12;

    KubernetesCandidate.Contents contents() {
        return candidate.contents();
    }

    @Override
    public String function() {
        return contents().workload().function();
    }

    @Override
    public String name() {
        return contents().workload().name();
    }

    @Override
    public List<String> leftOut() {
        return contents().leftOut();
    }

    /** The number that the alias gets, unless somebody else takes it meanwhile. */
    String version() {
        return "" + same.map(ClusterVersion::number).orElse(live.next());
    }

    boolean publishes() {
        return same.isEmpty();
    }

    /** The alias as it is; empty if it is not there. */
    Optional<AliasState> aliasBefore() {
        return Optional.ofNullable(live.aliases().get(candidate.alias()));
    }

    boolean movesAlias() {
        return publishes()
                || aliasBefore().filter(there -> there.isAt(version())).isEmpty();
    }

    @Override
    public boolean changes() {
        return movesAlias();
    }

    private boolean codeChanges() {
        return publishes()
                && live.last()
                        .filter(last ->
                                last.digest().equals(contents().workload().digest()))
                        .isEmpty();
    }

    /** The fields that differ from those of the newest version; none if no version is made. */
    private List<FieldChange> config() {
        return publishes()
                ? ConfigurationDiff.of(
                        live.last().map(ClusterVersion::configuration).orElse(new TreeMap<>()),
                        contents().configuration(),
                        secretsChange)
                : List.of();
    }

    @Override
    public void print(PlanText text) {
        boolean created = live.versions().isEmpty();
        if (publishes()) {
            text.head(created, "function " + function());
            if (codeChanges()) {
                text.line("image: "
                        + live.last()
                                .map(last -> shortened(last.digest()) + " -> ")
                                .orElse("") + shortened(contents().workload().digest()));
                text.line("code: "
                        + live.last()
                                .map(last -> Sizes.text(last.bytes()) + " -> ")
                                .orElse("") + Sizes.text(candidate.bytes()));
            }
            text.line("version: "
                    + live.last().map(last -> last.number() + " -> ").orElse("") + version());
        }
        if (!config().isEmpty()) {
            text.head(created, "config " + function());
            config().forEach(change -> text.line(created ? change.text().substring(2) : change.text()));
        }
        if (movesAlias()) {
            text.head(aliasBefore().isEmpty(), "alias " + function() + ":" + candidate.alias());
            String before =
                    aliasBefore().map(alias -> PlanText.at(alias) + " -> ").orElse("");
            text.line("version: " + before + version());
        }
    }

    private static String shortened(String digest) {
        return digest.substring(0, Math.min(digest.length(), SHORT_DIGEST));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("function", function());
        json.put("name", name());
        json.put("exists", !live.versions().isEmpty());
        json.put("code", codeChanges());
        json.put(
                "image",
                contents().workload().image() + "@" + contents().workload().digest());
        json.put("config", config().stream().map(PlanJson::field).toList());
        json.put("publishes", publishes());
        json.put("version", version());
        Map<String, Object> alias = new LinkedHashMap<>();
        alias.put("name", candidate.alias());
        aliasBefore().ifPresent(before -> alias.put("before", PlanText.at(before)));
        alias.put("after", version());
        alias.put("moves", movesAlias());
        json.put("alias", alias);
        json.put("leftOut", leftOut());
        return json;
    }

    /** The annotations by which a later deployment finds and compares the version. */
    Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(Names.CODE, hash);
        annotations.put(Names.BYTES, "" + candidate.bytes());
        annotations.put(Names.CONFIGURATION, Json.text(contents().configuration()));
        return annotations;
    }

    @Override
    public boolean carryOut(int retain, Outcomes outcomes) {
        return new KubernetesDeployment(this, retain, outcomes).run();
    }
}
