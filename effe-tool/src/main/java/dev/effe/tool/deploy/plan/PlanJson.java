package dev.effe.tool.deploy.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a deployment would change as JSON. Stateless. */
public final class PlanJson {

    private PlanJson() {}

    /** Its JSON, for a target of this name. */
    public static Map<String, Object> of(List<DeploymentPlan> plans, String target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", target);
        json.put("changes", plans.stream().anyMatch(DeploymentPlan::changes));
        json.put("functions", plans.stream().map(DeploymentPlan::json).toList());
        return json;
    }

    /** The plan of a function at a place that speaks the Lambda API. */
    public static Map<String, Object> of(FunctionPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("function", plan.desired().function());
        json.put("name", plan.desired().name());
        json.put("endpoint", plan.place().endpoint().toString());
        json.put("exists", !plan.creates());
        json.put("code", plan.codeChanges());
        List<Object> files = new ArrayList<>();
        plan.files().forEach(file -> files.add(file(file)));
        json.put("files", files);
        List<Object> config = new ArrayList<>();
        plan.config().forEach(change -> config.add(field(change)));
        json.put("config", config);
        json.put("publishes", plan.publishes());
        json.put("version", plan.version());
        Map<String, Object> alias = new LinkedHashMap<>();
        alias.put("name", plan.alias());
        plan.aliasBefore().ifPresent(before -> alias.put("before", PlanText.at(before)));
        alias.put("after", plan.version());
        alias.put("moves", plan.movesAlias());
        json.put("alias", alias);
        if (plan.url().changesAnything()) {
            List<Object> cors = new ArrayList<>();
            plan.url().changes().forEach(change -> cors.add(field(change)));
            json.put("url", Map.of("exists", plan.url().exists(), "changes", cors));
        }
        json.put("leftOut", plan.desired().leftOut());
        return json;
    }

    private static Map<String, Object> file(FileChange file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", file.path());
        if (file.before() != null) {
            json.put("before", file.before().bytes());
        }
        if (file.after() != null) {
            json.put("after", file.after().bytes());
        }
        return json;
    }

    /** A change of a field; a secret is masked. */
    public static Map<String, Object> field(FieldChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", change.key());
        json.put("secret", change.secret());
        if (change.before() != null) {
            json.put("before", change.secret() ? "***" : change.before());
        }
        if (change.after() != null) {
            json.put("after", change.secret() ? "***" : change.after());
        }
        return json;
    }
}
