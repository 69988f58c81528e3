package dev.effe.server.app;

import dev.effe.server.app.FunctionEntry.Links;
import dev.effe.server.app.yaml.Faults;
import dev.effe.server.app.yaml.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that the functions and topics that are named are there. */
final class LinkChecks {

    private final List<String> functions;
    private final List<String> topics;
    private final Faults faults;
    private final Map<String, Mention> groups = new HashMap<>();

    private LinkChecks(Application application, Faults faults) {
        this.functions = new ArrayList<>(application.functions().keySet());
        this.topics = new ArrayList<>(application.topics().keySet());
        this.faults = faults;
    }

    static void check(Application application, Faults faults) {
        LinkChecks checks = new LinkChecks(application, faults);
        application.functions().values().forEach(function -> checks.check(function.name(), function.links()));
    }

    private void check(String function, Links links) {
        for (Mention callee : links.calls()) {
            if (callee.text().equals(function)) {
                callee.fault(faults, "is the function itself: a plain Java call does that");
            } else {
                known(callee, "function", functions);
            }
        }
        links.appends().forEach(topic -> known(topic, "topic", topics));
        for (Trigger trigger : links.triggers()) {
            if (trigger instanceof Trigger.OfTopic ofTopic
                    && !ofTopic.source().text().isEmpty()) {
                known(ofTopic.source(), "topic", topics);
                group(ofTopic);
            }
        }
    }

    private void known(Mention mention, String kind, List<String> known) {
        if (!known.contains(mention.text())) {
            mention.fault(
                    faults,
                    "names the " + kind + " " + mention.text() + ", which " + Fields.unknown(mention.text(), known));
        }
    }

    private void group(Trigger.OfTopic trigger) {
        Mention earlier =
                groups.putIfAbsent(trigger.group() + " " + trigger.source().text(), trigger.source());
        if (earlier != null) {
            trigger.source()
                    .fault(
                            faults,
                            "is read by the group " + trigger.group() + " already, at " + earlier.place()
                                    + ": give one of the two another group");
        }
    }
}
