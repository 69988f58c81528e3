package dev.effe.tool.deploy.plan;

import dev.effe.tool.remote.AliasState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what a deployment would change. Not thread-safe. */
public final class PlanText {

    private final PrintStream out;
    private boolean first = true;

    /** Prints to a stream. */
    public PlanText(PrintStream out) {
        this.out = out;
    }

    /** Prints a plan, and nothing if nothing would change. */
    public void print(DeploymentPlan plan) {
        plan.leftOut().forEach(line -> out.println("  ! left out: " + line));
        plan.print(this);
    }

    /** Prints the changes at a place that speaks the Lambda API. */
    public void print(FunctionPlan plan) {
        Desired desired = plan.desired();
        boolean created = plan.creates();
        if (plan.codeChanges() || plan.publishes()) {
            head(created, "function " + desired.function());
            code(plan);
            String before = plan.live()
                    .lastVersion()
                    .map(last -> last.version() + " -> ")
                    .orElse("");
            line("version: " + before + plan.version());
        }
        if (!plan.config().isEmpty()) {
            head(created, "config " + desired.function());
            for (FieldChange change : plan.config()) {
                line(created ? change.text().substring(2) : change.text());
            }
        }
        if (plan.movesAlias()) {
            head(plan.aliasBefore().isEmpty(), "alias " + desired.function() + ":" + plan.alias());
            String before = plan.aliasBefore().map(alias -> at(alias) + " -> ").orElse("");
            line("version: " + before + plan.version());
        }
        if (plan.url().changesAnything()) {
            head(!plan.url().exists(), "url " + desired.function() + ":" + plan.alias());
            for (FieldChange change : plan.url().changes()) {
                line(change.text());
            }
        }
    }

    private void code(FunctionPlan plan) {
        if (!plan.codeChanges()) {
            return;
        }
        String after = Sizes.text(plan.desired().code().zip().length);
        String before = plan.live()
                .latest()
                .map(latest -> Sizes.text(latest.codeBytes()) + " -> ")
                .orElse("");
        line("code: " + before + after);
        plan.files().forEach(file -> line("  " + file.text()));
    }

    /**
     * Prints the head of some changes.
     *
     * @param isNew whether the thing is not there yet
     */
    public void head(boolean isNew, String what) {
        if (!first) {
            out.println();
        }
        first = false;
        out.println("  " + (isNew ? "+ " : "~ ") + what);
    }

    /** Prints a change below a head. */
    public void line(String text) {
        out.println("    " + text);
    }

    /** The versions of an alias: {@code 7}, {@code 7, 10% 8}. */
    public static String at(AliasState alias) {
        List<String> parts = new ArrayList<>(List.of(alias.version()));
        Map<String, Double> weights = new TreeMap<>(alias.weights());
        weights.forEach((version, share) -> parts.add(percent(share) + " " + version));
        return parts.stream().collect(Collectors.joining(", "));
    }

    /** Such as {@code 10%}, {@code 0.5%}. */
    public static String percent(double share) {
        double percent = Math.round(share * 10_000) / 100.0;
        return (percent == Math.rint(percent) ? "" + (long) percent : "" + percent) + "%";
    }
}
